using System.Buffers;
using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>Brings an array of columns into another order: what is new is null, what is gone is left out. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ColumnMap
{
    // For each column of today, which of the recorded ones it was; -1 for none.
    private readonly int[] _sources;

    private readonly int _recordedCount;

    private ColumnMap(int[] sources, int recordedCount) => (_sources, _recordedCount) = (sources, recordedCount);

    /// <summary>The map between two lists of names; null when they are the same, and in the same order.</summary>
    /// <param name="recorded">The names of the columns that were written.</param>
    /// <param name="today">The names of the columns that are read.</param>
    public static ColumnMap? Between(string[] recorded, string[] today) => recorded.SequenceEqual(today)
        ? null
        : new ColumnMap([.. today.Select(name => Array.IndexOf(recorded, name))], recorded.Length);

    /// <summary>Reads an array of the recorded columns, and moves the reader behind it.</summary>
    /// <param name="reader">Where from.</param>
    /// <returns>What reads the array of today's columns, from memory of its own.</returns>
    /// <exception cref="MessagePackSerializationException">What follows has not as many columns as were recorded.</exception>
    /// <exception cref="EndOfStreamException">The array is cut off.</exception>
    public MessagePackReader Arrange(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        if (count != _recordedCount)
            throw new MessagePackSerializationException($"Expected {_recordedCount} columns, found {count}.");
        var elements = new ReadOnlySequence<byte>[count];
        for (int index = 0; index < elements.Length; index++)
        {
            var start = reader.Position;
            reader.Skip();
            elements[index] = reader.Sequence.Slice(start, reader.Position);
        }

        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(_sources.Length);
        foreach (int source in _sources)
        {
            if (source < 0)
                writer.WriteNil();
            else
                writer.WriteRaw(elements[source]);
        }

        writer.Flush();
        return new MessagePackReader(buffer.WrittenMemory);
    }
}
