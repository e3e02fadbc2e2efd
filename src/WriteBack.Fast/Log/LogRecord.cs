namespace WriteBack.Fast;

/// <summary>A write read from the log.</summary>
/// <param name="Kind">Whether the key was set or removed.</param>
/// <param name="Sequence">The write's sequence.</param>
/// <param name="Payload">The key, and for an upsert the value. Valid until the next record is read.</param>
internal readonly record struct LogRecord(WriteKind Kind, long Sequence, ReadOnlyMemory<byte> Payload);
