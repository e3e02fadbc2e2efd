namespace WriteBack.Fast;

/// <summary>The place, syncs and size of a cache's write-ahead log. Copied when the cache opens. Not thread-safe.</summary>
public sealed class WriteAheadLogOptions
{
    /// <summary>
    /// The directory of the log; required. The log is in a folder there, named after <see cref="WriteBackOptions.Instance"/>. Only one
    /// cache at a time can have it open. The files are readable by their owner only.
    /// </summary>
    public string Directory { get; set; } = "";

    /// <summary>When records are synced to stable storage; before they count as logged by default.</summary>
    public LogSync Sync { get; set; } = LogSync.Always;

    /// <summary>The interval between syncs with <see cref="LogSync.Interval"/>; at least 1 ms, 1 s by default.</summary>
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The size of a segment in bytes; at least 4 KiB, 64 MiB by default. A segment is a file that is deleted as a whole. Segments are
    /// smaller where <see cref="MaxBytes"/> would not hold four. A larger record has a segment of its own.
    /// </summary>
    public long SegmentBytes { get; set; } = 64L << 20;

    /// <summary>
    /// The most bytes of records in the log; at least 16 KiB, 4 GiB by default. Beyond it writes meet
    /// <see cref="WriteBackOptions.Overflow"/> until the store has the entries of the oldest segment. Entries that only an old segment
    /// holds are appended again, for which the log may grow by one segment.
    /// </summary>
    public long MaxBytes { get; set; } = 4L << 30;

    /// <summary>Opens the log's directory in place of one on a real disk, or null.</summary>
    internal Func<string, ISegmentDirectory>? OpenDisk { get; set; }

    /// <summary>The size of a segment: <see cref="SegmentBytes"/>, or less where the log would not hold four.</summary>
    internal long SegmentSize => Math.Min(SegmentBytes, MaxBytes / 4);

    internal WriteAheadLogOptions Copy() => (WriteAheadLogOptions)MemberwiseClone();
}
