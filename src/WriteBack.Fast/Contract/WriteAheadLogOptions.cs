namespace WriteBack.Fast;

/// <summary>Where and how a cache keeps its write-ahead log. Read once, when the cache opens.</summary>
public sealed class WriteAheadLogOptions
{
    /// <summary>
    /// The directory of the log, which lies there in a folder named after <see cref="WriteBackOptions.Instance"/>. One cache
    /// at a time can have it open. Files are readable by their owner only.
    /// </summary>
    public string Directory { get; set; } = "";

    /// <summary>When records are brought to stable storage.</summary>
    public LogSync Sync { get; set; } = LogSync.Always;

    /// <summary>How long records may stay unsynced with <see cref="LogSync.Interval"/>; positive.</summary>
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The size of a file of the log, which is deleted as a whole; at least 4 KiB. The log uses smaller files where
    /// <see cref="MaxBytes"/> would not hold four. A record that is larger has a file of its own.
    /// </summary>
    public long SegmentBytes { get; set; } = 64L << 20;

    /// <summary>
    /// The most bytes of records in the log; at least 16 KiB. Past it writes meet <see cref="WriteBackOptions.Overflow"/>
    /// until the store has taken what is in the oldest file. Entries that only the log still holds are moved to its end,
    /// for which it may grow by one file.
    /// </summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Opens the directory of the log in place of one on a real disk, or null.</summary>
    internal Func<string, ISegmentDirectory>? OpenDisk { get; set; }

    /// <summary>The size of a file of the log: as it was asked for, or smaller where the log would not hold four.</summary>
    internal long SegmentSize => Math.Min(SegmentBytes, MaxBytes / 4);

    internal WriteAheadLogOptions Copy() => (WriteAheadLogOptions)MemberwiseClone();
}
