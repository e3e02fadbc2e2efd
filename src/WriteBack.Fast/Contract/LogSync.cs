namespace WriteBack.Fast;

/// <summary>When the write-ahead log is brought to stable storage.</summary>
public enum LogSync : byte
{
    /// <summary>
    /// Before a write counts as logged. Writes that come while a sync runs share the next one (group commit). What is
    /// logged survives a power loss.
    /// </summary>
    Always = 0,

    /// <summary>
    /// Every <see cref="WriteAheadLogOptions.SyncInterval"/>. A write counts as logged once the operating system has it:
    /// it survives the end of the process, but not a power loss within the interval.
    /// </summary>
    Interval = 1,

    /// <summary>
    /// Never while the cache is open, but for the log's own order. What is logged survives the end of the process. After a
    /// power loss the log may bring back a value that is older than the store's.
    /// </summary>
    Never = 2,
}
