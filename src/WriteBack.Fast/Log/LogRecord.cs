namespace WriteBack.Fast;

/// <summary>A write that was read from the log.</summary>
/// <param name="Kind">Whether its key was set or removed.</param>
/// <param name="Sequence">Its number among all writes.</param>
/// <param name="Payload">The key, and the value that was set. Valid until the next is read.</param>
internal readonly record struct LogRecord(WriteKind Kind, long Sequence, ReadOnlyMemory<byte> Payload);
