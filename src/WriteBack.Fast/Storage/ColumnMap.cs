using System.Buffers;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>Brings an array of columns into another order: what is new is null, what is gone is left out. Thread-safe.</summary>
internal sealed class ColumnMap
{
    // For each column of today, which of the recorded ones it was; -1 for none.
    private readonly int[] _sources;

    private readonly int _recordedCount;

    private ColumnMap(int[] sources, int recordedCount) => (_sources, _recordedCount) = (sources, recordedCount);

    /// <summary>The map between two lists of names; null when they are the same.</summary>
    public static ColumnMap? Between(string[] recorded, string[] today) => recorded.SequenceEqual(today)
        ? null
        : new ColumnMap([.. today.Select(name => Array.IndexOf(recorded, name))], recorded.Length);

    /// <summary>Reads an array.</summary>
    /// <returns>The array of today's columns.</returns>
    /// <exception cref="MessagePackSerializationException">What follows has not as many columns as were recorded.</exception>
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
