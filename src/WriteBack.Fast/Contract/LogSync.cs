namespace WriteBack.Fast;

/// <summary>When the records of the write-ahead log are synced to stable storage.</summary>
public enum LogSync : byte
{
    /// <summary>
    /// Records are synced before their writes count as logged. Writes that come during a sync share the next one (group commit). A logged
    /// write survives a power loss.
    /// </summary>
    Always = 0,

    /// <summary>
    /// Records are synced every <see cref="WriteAheadLogOptions.SyncInterval"/>. A write counts as logged once the operating system has
    /// it. A logged write survives the end of the process, but not a power loss within the interval.
    /// </summary>
    Interval = 1,

    /// <summary>
    /// Records are not synced while the cache is open, except where the log's own order needs it. A logged write survives the end of the
    /// process. After a power loss the log may bring back a value that is older than the store's.
    /// </summary>
    Never = 2,
}
