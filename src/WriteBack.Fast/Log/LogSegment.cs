namespace WriteBack.Fast;

// Where the file ends a write takes a second write of metadata with its sync. So zeros are written ahead of the records.

/// <summary>A segment of the log that is being written. Not thread-safe.</summary>
internal sealed class LogSegment : IDisposable
{
    private const int ZerosAhead = 1 << 20;

    private static readonly byte[] Zeros = new byte[64 << 10];

    private readonly ILogFile _file;
    private readonly long _targetSize;
    private long _allocated;

    private LogSegment(ILogFile file, SegmentHeader header, long targetSize) =>
        (_file, Header, _targetSize, Position) = (file, header, targetSize, header.Size);

    public SegmentHeader Header { get; }

    /// <summary>The end of the last record.</summary>
    public long Position { get; private set; }

    /// <summary>Makes a segment that is on stable storage under its name.</summary>
    /// <param name="disk">Where.</param>
    /// <param name="header">What it begins with.</param>
    /// <param name="targetSize">How large it may become.</param>
    public static LogSegment Create(ILogDisk disk, SegmentHeader header, long targetSize)
    {
        string making = SegmentName.Making(header.Number);
        var segment = new LogSegment(disk.Create(making), header, targetSize);
        try
        {
            byte[] bytes = new byte[header.Size];
            header.Write(bytes);
            segment._file.Write(bytes, 0);
            segment._allocated = bytes.Length;
            segment.Allocate(bytes.Length);
            segment._file.Sync();
            disk.Rename(making, SegmentName.Of(header.Number));
            disk.Sync();
            return segment;
        }
        catch (Exception)
        {
            segment.Dispose();
            throw;
        }
    }

    /// <summary>Whether it holds a record that is larger than it may become.</summary>
    public bool IsOverfull => Position > Math.Max(_targetSize, Header.Size);

    /// <summary>Whether records of some size still fit.</summary>
    public bool HasRoomAt(long position, long size) => position + size <= _targetSize || position == Header.Size;

    /// <summary>Writes sealed records after the last.</summary>
    public void Write(ReadOnlySpan<byte> records)
    {
        Allocate(Position + records.Length);
        _file.Write(records, Position);
        Position += records.Length;
    }

    /// <summary>Brings what was written to stable storage.</summary>
    public void Sync() => _file.Sync();

    /// <summary>Removes all records.</summary>
    public void Clear()
    {
        _file.SetLength(Header.Size);
        _file.Sync();
    }

    public void Dispose() => _file.Dispose();

    private void Allocate(long needed)
    {
        if (needed < _allocated)
            return;
        long end = Math.Max(needed, Math.Min(needed + ZerosAhead, _targetSize));
        while (_allocated < end)
        {
            int some = (int)Math.Min(Zeros.Length, end - _allocated);
            _file.Write(Zeros.AsSpan(0, some), _allocated);
            _allocated += some;
        }
    }
}

/// <summary>Names of segments.</summary>
internal static class SegmentName
{
    private const string Extension = ".log";
    private const string MakingExtension = ".new";

    public static string Of(long number) => number.ToString("D10", System.Globalization.CultureInfo.InvariantCulture) + Extension;

    /// <summary>Its name until it is on stable storage.</summary>
    public static string Making(long number) => Of(number) + MakingExtension;

    public static bool IsMaking(string name) => name.EndsWith(Extension + MakingExtension, StringComparison.Ordinal);

    /// <summary>The number in a segment's name.</summary>
    public static bool TryParse(string name, out long number) =>
        long.TryParse(
            name.AsSpan(0, Math.Max(0, name.Length - Extension.Length)), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out number)
        && name == Of(number);

    /// <summary>The numbers of the segments among some files, in ascending order.</summary>
    public static long[] NumbersIn(IEnumerable<string> names) =>
        [.. names.Select(static name => TryParse(name, out long number) ? number : 0).Where(static number => number > 0).Order()];
}
