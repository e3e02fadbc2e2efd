using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>The log in terms of keys and values: writes become records, and records become writes. Thread-safe once open.</summary>
/// <param name="codec">Serialises keys and values.</param>
internal sealed class EntryLog<TKey, TValue>(EntryCodec<TKey, TValue> codec)
    where TKey : struct
    where TValue : notnull
{
    private EntryReader<TKey, TValue>? _reader;
    private ReadOnlyMemory<byte> _columns;

    /// <summary>The log, once it is open.</summary>
    public WriteAheadLog Log { get; private set; } = null!;

    /// <summary>Sets the log that records go to.</summary>
    public void Open(WriteAheadLog log) => Log = log;

    /// <summary>Serialises a write into a pending record.</summary>
    /// <returns><see langword="false"/> when the write cannot be serialised.</returns>
    public bool TryPrepare(PendingLogRecord logRecord, in TKey key, in TValue value, WriteKind kind, out Exception? reason)
    {
        try
        {
            if (kind == WriteKind.Upsert)
                codec.WriteEntry(logRecord.Payload, in key, in value);
            else
                codec.WriteKey(logRecord.Payload, in key);
            logRecord.Kind = kind == WriteKind.Upsert ? RecordKind.Upsert : RecordKind.Delete;
            reason = null;
            return true;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reason = exception;
            return false;
        }
    }

    /// <summary>The names of the entries' columns, which each segment keeps.</summary>
    public byte[] Columns => codec.Columns;

    /// <summary>Reads the write from a record. Not thread-safe.</summary>
    /// <param name="segment">The header of the record's segment.</param>
    /// <param name="record">The record.</param>
    /// <exception cref="MessagePackSerializationException">The record's key or value does not fit today's types.</exception>
    public (TKey Key, TValue Value, WriteKind Kind) Read(in SegmentHeader segment, in LogRecord record)
    {
        if (_reader is not { } entries || !_columns.Equals(segment.Columns))
            (_reader, _columns) = (entries = codec.ReaderOf(segment.Columns), segment.Columns);
        var reader = new MessagePackReader(record.Payload);
        var key = entries.ReadKey(ref reader);
        return record.Kind == WriteKind.Delete
            ? (key, default!, WriteKind.Delete)
            : (key, entries.ReadValue(ref reader), WriteKind.Upsert);
    }
}
