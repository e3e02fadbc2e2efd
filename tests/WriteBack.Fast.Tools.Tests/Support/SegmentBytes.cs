using System.Buffers.Binary;

namespace WriteBack.Fast.Tools.Tests;

/// <summary>The file of a segment as bytes, found out without the library.</summary>
internal sealed class SegmentBytes(string folder, long number)
{
    private const int HeaderSize = 64;

    /// <summary>The segment with the highest number.</summary>
    public static SegmentBytes LastOf(string folder) => new(folder, NumbersIn(folder).Max());

    /// <summary>The numbers of the segments that there are.</summary>
    public static IEnumerable<int> NumbersIn(string folder) => Directory.GetFiles(folder, "*.log")
        .Select(static file => int.Parse(Path.GetFileNameWithoutExtension(file), System.Globalization.CultureInfo.InvariantCulture));

    public string Name { get; } = $"{number:D10}.log";

    public string FullPath => Path.Combine(folder, Name);

    public byte[] Bytes
    {
        get => File.ReadAllBytes(FullPath);
        set => File.WriteAllBytes(FullPath, value);
    }

    /// <summary>The sequence of its first record, by its header.</summary>
    public long First => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(24));

    /// <summary>The end of its last record, which is padded to eight bytes.</summary>
    public long End => Math.Max(HeaderSize, (Bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 8) & ~7);

    /// <summary>Where the record of a write begins.</summary>
    public int PlaceOf(long sequence)
    {
        byte[] bytes = Bytes;
        return Enumerable.Range(0, (bytes.Length - HeaderSize) / 8 - 2).Select(static eighth => HeaderSize + eighth * 8).Single(
            at => BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at + 8)) == sequence
                && bytes[at + 16] is 1 or 2 && bytes[at + 18] == 1);
    }

    /// <summary>Changes one byte.</summary>
    public void Spoil(long at)
    {
        byte[] bytes = Bytes;
        bytes[at] ^= 1;
        Bytes = bytes;
    }
}
