using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>The log of a cache, as its entries see it: keys and values in, keys and values out. Thread-safe once it is open.</summary>
/// <param name="codec">The form of keys and values in the log.</param>
internal sealed class EntryLog<TKey, TValue>(EntryCodec<TKey, TValue> codec)
    where TKey : struct
    where TValue : notnull
{
    private EntryReader<TKey, TValue>? _reader;
    private ReadOnlyMemory<byte> _columns;

    /// <summary>The log, once it is open.</summary>
    public WriteAheadLog Log { get; private set; } = null!;

    /// <summary>Everything goes to this log from now on.</summary>
    public void Open(WriteAheadLog log) => Log = log;

    /// <summary>Puts a write's record into a logRecord.</summary>
    /// <returns><see langword="false"/> when it cannot be serialised.</returns>
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

    /// <summary>What the log keeps of the entries' columns.</summary>
    public byte[] Columns => codec.Columns;

    /// <summary>Reads the write that a record of some segment holds. Not thread-safe.</summary>
    /// <exception cref="MessagePackSerializationException">It holds none of these types.</exception>
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
