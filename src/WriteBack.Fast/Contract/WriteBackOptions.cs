using MessagePack;
using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>How a cache behaves at run time. Read once, when the cache opens; all faults are named in one exception.</summary>
public sealed class WriteBackOptions
{
    /// <summary>The most entries in memory, dirty ones and removes that are not stored yet included; at least 1.</summary>
    public int Capacity { get; set; } = 65_536;

    /// <summary>
    /// The longest a dirty entry waits, while the store is healthy, before it is on its way; then it takes the store as
    /// long as what is ahead of it. Positive, or infinite for no timer at all.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most entries in one call of the store; at least 1.</summary>
    public int MaxBatchSize { get; set; } = 1_024;

    /// <summary>
    /// The most calls of the store's <c>WriteAsync</c> at a time; at least 1. Writes of one key keep their order with any number.
    /// </summary>
    public int MaxConcurrentFlushes { get; set; } = 1;

    /// <summary>
    /// The most dirty entries, as a share of <see cref="Capacity"/>; above 0, at most 1. At least one entry can be dirty.
    /// To write to N keys without ever waiting, <see cref="Capacity"/> × this has to be N or more; with
    /// <see cref="OverflowPolicy.Wait"/>, which slows writers down from half of it on, 2 N or more.
    /// </summary>
    public double MaxDirtyRatio { get; set; } = 0.5;

    /// <summary>What a write meets when <see cref="MaxDirtyRatio"/> is reached.</summary>
    public OverflowPolicy Overflow { get; set; } = OverflowPolicy.Wait;

    /// <summary>How failed writes to the store are tried again.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>
    /// Whether an exception of the store means that the store is down, so that the same write may succeed later.
    /// By default <see cref="System.Data.Common.DbException.IsTransient"/>, <see cref="TimeoutException"/>,
    /// <see cref="IOException"/> and <see cref="System.Net.Sockets.SocketException"/> do.
    /// </summary>
    public Func<Exception, bool>? IsTransient { get; set; }

    /// <summary>
    /// Names this cache among others of its class: its folder in <see cref="DeadLetterDirectory"/> and in
    /// <see cref="WriteAheadLogOptions.Directory"/>, and the tag <c>writeback.cache.name</c> of its metrics. Null, the
    /// default, takes the name of the schema. A name has to be valid as a file name on every operating system. The table's
    /// name does not change with it.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>
    /// Where dead letters outlive the process, in a folder named after <see cref="Instance"/> that one cache at a time can have open.
    /// Null, the default, keeps them in memory only. They are bounded to 10,000 letters, and on disk to 64 MiB.
    /// </summary>
    public string? DeadLetterDirectory { get; set; }

    /// <summary>
    /// The write-ahead log, which brings back at the next open what the store did not get before the process ended.
    /// Null, the default, for none.
    /// </summary>
    public WriteAheadLogOptions? Log { get; set; }

    /// <summary>
    /// How long an entry lives in memory after it was written or loaded last; positive. Then it is a miss, but not before
    /// the store has it. Null, the default, for ever. Needs <c>Expiration = true</c> on the attribute. Kept to about a
    /// millisecond, beyond four hours to one part in 16 million.
    /// </summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>How long closing may go on draining; positive, or infinite.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of every timer and delay.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the cache logs; nowhere by default.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// Serialises members that are no column type, and <see cref="WriteBatch{TKey,TValue}.MessagePack"/>. By default
    /// standard, reading with untrusted-data security.
    /// </summary>
    public MessagePackSerializerOptions? Serializer { get; set; }

    /// <summary>The most entries in one batch: a cache never holds more than its capacity.</summary>
    internal int BatchSize => Math.Min(MaxBatchSize, Capacity);

    internal WriteBackOptions Copy()
    {
        var copy = (WriteBackOptions)MemberwiseClone();
        copy.Retry = Retry.Copy();
        copy.Log = Log?.Copy();
        return copy;
    }
}
