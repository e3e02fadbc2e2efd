using System.Buffers;
using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>Reorders recorded columns to today's. A new column is null; a removed one is skipped. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ColumnMap
{
    // For each of today's columns, its index among the recorded ones; -1 for none.
    private readonly int[] _sources;

    private readonly int _recordedCount;

    private ColumnMap(int[] sources, int recordedCount) => (_sources, _recordedCount) = (sources, recordedCount);

    /// <summary>Makes the map between two lists of names.</summary>
    /// <param name="recorded">The names of the recorded columns, in their order.</param>
    /// <param name="today">The names of today's columns, in their order.</param>
    /// <returns>The map; null when the lists are equal.</returns>
    public static ColumnMap? Between(string[] recorded, string[] today) => recorded.SequenceEqual(today)
        ? null
        : new ColumnMap([.. today.Select(name => Array.IndexOf(recorded, name))], recorded.Length);

    /// <summary>Reads an array of the recorded columns, and moves the reader past the array.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>A reader of the array of today's columns, which is copied into new memory.</returns>
    /// <exception cref="MessagePackSerializationException">The array has another number of columns, or there is no array.</exception>
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
