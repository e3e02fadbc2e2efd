using MessagePack;
using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>
/// The behaviour of a cache at run time. Validated and copied when the cache opens; one exception names all faults. Not thread-safe.
/// </summary>
public sealed class WriteBackOptions
{
    /// <summary>The most entries in memory, dirty ones and tombstones included; at least 1, 65,536 by default.</summary>
    public int Capacity { get; set; } = 65_536;

    /// <summary>
    /// The time that a dirty entry waits, coalescing, while the store is healthy: no longer, and no shorter either, unless it is awaited,
    /// flushed, or above <see cref="BackgroundDirtyRatio"/>. The time counts from its first write after it was stored last. Positive, 1 s
    /// by default; infinite for no limit.
    /// </summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The time that an entry of <see cref="FlushPriority.High"/> waits; an eighth of <see cref="FlushInterval"/> by default, and at most
    /// that. An entry that is written with several priorities waits until the earliest moment.
    /// </summary>
    public TimeSpan? HighFlushInterval { get; set; }

    /// <summary>
    /// The time that an entry of <see cref="FlushPriority.Low"/> waits; <see cref="FlushInterval"/> by default, and at least that.
    /// </summary>
    public TimeSpan? LowFlushInterval { get; set; }

    /// <summary>
    /// The dirty entries that are left alone until their time, as a share of <see cref="Capacity"/>; from 0 to 1, 0.25 by default. The
    /// oldest ones above it are stored before their time. It counts as at most half of <see cref="MaxDirtyRatio"/>, and as at least one
    /// entry; with 0, every entry is stored at once.
    /// </summary>
    public double BackgroundDirtyRatio { get; set; } = 0.25;

    /// <summary>The most entries in one call of the store; at least 1, 1,024 by default.</summary>
    public int MaxBatchSize { get; set; } = 1_024;

    /// <summary>
    /// The most concurrent calls of the store's <c>WriteAsync</c>; at least 1, which is the default. Writes of one key keep their order
    /// with any number.
    /// </summary>
    public int MaxConcurrentFlushes { get; set; } = 1;

    /// <summary>
    /// The most dirty entries, as a share of <see cref="Capacity"/>; above 0 and at most 1, 0.5 by default. One entry can always be
    /// dirty. Writes to N keys never wait if <see cref="Capacity"/> times this share is at least N. With
    /// <see cref="OverflowPolicy.Wait"/>, which throttles writers from midway between <see cref="BackgroundDirtyRatio"/> and this limit on,
    /// it has to be at least 2 N.
    /// </summary>
    public double MaxDirtyRatio { get; set; } = 0.5;

    /// <summary>What a write does when there is no space; <see cref="OverflowPolicy.Wait"/> by default.</summary>
    public OverflowPolicy Overflow { get; set; } = OverflowPolicy.Wait;

    /// <summary>
    /// Whether the thread pool's minimum is raised while threads of the pool are blocked in writes; true by default. While k of them
    /// wait, in all caches of the process together, the minimum is at least k + 2; afterwards it is what it was. Without it a process
    /// whose requests block in <c>Set</c> waits for the pool to grow, by a few threads a second, before the store's completions run.
    /// </summary>
    public bool GrowThreadPool { get; set; } = true;

    /// <summary>The retries of failed writes to the store.</summary>
    public RetryOptions Retry { get; set; } = new();

    /// <summary>
    /// Whether an exception of the store means that the store is down. If it returns false, throws, or is null, the store is asked, if
    /// it implements <see cref="IFailureClassifier"/>. Where the store does not know either, these mean an outage:
    /// <see cref="TimeoutException"/>, <see cref="IOException"/>, <see cref="System.Net.Sockets.SocketException"/>,
    /// <see cref="OperationCanceledException"/>, <see cref="ObjectDisposedException"/>, a
    /// <see cref="System.Data.Common.DbException"/> that is transient, and an <see cref="HttpRequestException"/> without a status or
    /// with 401, 403, 404, 408, 429 or 5xx. Several threads may call the function at a time.
    /// </summary>
    public Func<Exception, bool>? IsTransient { get; set; }

    /// <summary>
    /// The name that distinguishes this cache from others of its class; null, the default, for the name of the schema. It names the
    /// cache's folders in <see cref="DeadLetterDirectory"/> and <see cref="WriteAheadLogOptions.Directory"/>, and is the tag
    /// <c>writeback.cache.name</c> of its metrics. It must be a valid file name on every operating system. It does not change the
    /// table's name.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>
    /// The directory in which dead letters outlive the process, in a folder named after <see cref="Instance"/>; null, the default, to
    /// keep them in memory only. Only one cache at a time can have the folder open. At most 10,000 letters are kept, and 64 MiB on disk.
    /// </summary>
    public string? DeadLetterDirectory { get; set; }

    /// <summary>
    /// The write-ahead log; null, the default, for none. After a crash the next open brings back the logged writes that the store does
    /// not have.
    /// </summary>
    public WriteAheadLogOptions? Log { get; set; }

    /// <summary>
    /// The time that an entry lives in memory after its last write or load; positive. Then it is a miss, but not before the store has it.
    /// Null, the default, means for ever. It needs <c>Expiration = true</c> on the attribute. It is exact to about a millisecond, and
    /// beyond four hours to one part in 16 million.
    /// </summary>
    public TimeSpan? TimeToLive { get; set; }

    /// <summary>The longest time for which closing drains; positive or infinite, 30 s by default.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of every timer and delay; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The factory of the cache's logger; null, the default, for no logging.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>
    /// The serializer options for members whose type is no column type, and for <see cref="WriteBatch{TKey,TValue}.MessagePack"/>. By
    /// default the standard ones, with the security for untrusted data.
    /// </summary>
    public MessagePackSerializerOptions? Serializer { get; set; }

    /// <summary>The most entries in one batch. A batch is never larger than the capacity.</summary>
    internal int BatchSize => Math.Min(MaxBatchSize, Capacity);

    internal WriteBackOptions Copy()
    {
        var copy = (WriteBackOptions)MemberwiseClone();
        copy.Retry = Retry.Copy();
        copy.Log = Log?.Copy();
        return copy;
    }
}
