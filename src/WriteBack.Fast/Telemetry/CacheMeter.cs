using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WriteBack.Fast;

// Names, units and tags follow OpenTelemetry's conventions. Counts that the caches keep anyway are observable instruments,
// which cost nothing until a listener reads them. Only events of a batch, a load or a delayed write are recorded directly.

/// <summary>The meter and the activity source of all caches, both named after the namespace.</summary>
internal static class CacheMeter
{
    public const string Name = nameof(WriteBack) + "." + nameof(Fast);

    private static readonly string? Version = typeof(CacheMeter).Assembly.GetName().Version?.ToString();
    private static readonly Meter Meter = new(Name, Version);
    private static readonly ConcurrentDictionary<IObservedCache, bool> Caches = [];

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly InstrumentAdvice<int> Entries = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384],
    };

    static CacheMeter()
    {
        ObserveTotal("writeback.cache.hits", "{read}", "Look-ups that found a live entry in memory.", static of => of.Hits);
        ObserveTotal("writeback.cache.misses", "{read}", "Look-ups that did not.", static of => of.Misses);
        ObserveTotal("writeback.cache.loads", "{load}", "Loads from the store.", static of => of.Loads);
        ObserveTotal("writeback.cache.evictions", "{entry}", "Clean entries dropped to make room.", static of => of.Evictions);
        ObserveTotal("writeback.cache.expirations", "{entry}", "Clean entries dropped after their time to live.", static of => of.Expirations);
        ObserveTotal("writeback.writes", "{write}", "Accepted writes.", static of => of.Writes);
        ObserveTotal("writeback.writes.coalesced", "{write}", "Writes replaced by a newer one before they were stored.", static of => of.Coalesced);
        ObserveTotal("writeback.writes.stored", "{write}", "Writes that the store has acknowledged.", static of => of.Stored);
        ObserveTotal("writeback.writes.dead_lettered", "{write}", "Writes that the store could not take.", static of => of.DeadLettered);
        ObserveTotal("writeback.dead_letters.dropped", "{letter}", "Dead letters that had to go because there were too many.", static of => of.DeadLettersDropped);
        ObserveTotal("writeback.writes.stalled", "{write}", "Writes that were held up.", static of => of.Stalls);
        ObserveTotal("writeback.flush.retries", "{entry}", "Entries that became dirty again because writing them failed.", static of => of.Retries);
        ObserveTotal("writeback.log.appends", "{record}", "Records appended to the write-ahead log.", static of => of.LogAppends);
        ObserveTotal("writeback.log.syncs", "{sync}", "Syncs of the write-ahead log.", static of => of.LogSyncs);
        Observe("writeback.cache.entries", "{entry}", "Live entries in memory.", static of => of.Count);
        Observe("writeback.dirty", "{entry}", "Entries with a write that the store has not acknowledged.", static of => of.DirtyCount);
        Observe("writeback.store.down", "1", "1 while the store is down, else 0.", static of => of.Statistics.IsStoreDown ? 1 : 0);
        Observe("writeback.log.faulted", "1", "1 when the write-ahead log has failed, else 0.", static of => of.Statistics.IsLogFaulted ? 1 : 0);
        Observe(
            "writeback.oldest_dirty.age", "s", "How long the oldest dirty entry may have waited.",
            static of => of.Statistics.OldestDirtyAge.TotalSeconds);
    }

    public static ActivitySource Source { get; } = new(Name, Version);

    public static Histogram<double> WriteWait { get; } = Meter.CreateHistogram(
        "writeback.write.wait.duration", "s", "How long writes were held up that were.", advice: Seconds);

    public static Histogram<int> BatchSize { get; } = Meter.CreateHistogram(
        "writeback.flush.batch.size", "{entry}", "Entries in one call of the store.", advice: Entries);

    public static Histogram<double> FlushDuration { get; } = Meter.CreateHistogram(
        "writeback.flush.duration", "s", "How long the store took for one call.", advice: Seconds);

    public static Histogram<double> LoadDuration { get; } = Meter.CreateHistogram(
        "writeback.load.duration", "s", "How long the store took for one load.", advice: Seconds);

    /// <summary>Makes a cache's counts visible to listeners, until <see cref="Remove"/>.</summary>
    public static void Add(IObservedCache cache) => Caches.TryAdd(cache, true);

    public static void Remove(IObservedCache cache) => Caches.TryRemove(cache, out _);

    private static void ObserveTotal(string name, string unit, string description, Func<WriteBackStatistics, long> value) =>
        Meter.CreateObservableCounter(
            name, () => Caches.Keys.Select(cache => new Measurement<long>(value(cache.Statistics), cache.Metrics.Tag)), unit, description);

    private static void Observe<T>(string name, string unit, string description, Func<IObservedCache, T> value)
        where T : struct =>
        Meter.CreateObservableGauge(
            name, () => Caches.Keys.Select(cache => new Measurement<T>(value(cache), cache.Metrics.Tag)), unit, description);
}

/// <summary>A cache, as the meter sees it.</summary>
internal interface IObservedCache
{
    CacheMetrics Metrics { get; }

    WriteBackStatistics Statistics { get; }

    /// <summary>Live entries.</summary>
    int Count { get; }

    /// <summary>Entries that are dirty or in flight.</summary>
    int DirtyCount { get; }
}
