using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Scaling;

/// <summary>How much more several threads get done than one.</summary>
internal static class ThreadScaling
{
    private const int Rounds = 7;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(0.15);

    private static EntryKey[] Keys => ScalingWorkload.Keys;

    /// <summary>What threads read from the cache in the time in which one reads one: two seconds and a half.</summary>
    public static async Task<double> OfReadsAsync(int threads)
    {
        await using var cache = await OpenCacheAsync();
        var contender = OfCache(cache);
        double Measure(int count) => contender.Measure(ScalingWorkload.Reads.Accesses, count, Turn);
        Measure(threads);
        return Median.Of(Enumerable.Range(0, Rounds).Select(_ => 1 / Measure(1) * Measure(threads)));
    }

    /// <summary>Operations per second of the cache and its peers, by workload and threads.</summary>
    public static async Task<IReadOnlyList<ScalingCell>> OfAllAsync(IReadOnlyList<int> threads)
    {
        await using var cache = await OpenCacheAsync();
        Contender[] contenders =
        [
            OfCache(cache),
            Contender.Of("ConcurrentDictionary", new ConcurrentDictionaryPeer<EntryKey, EntryValue>(Keys.Length), Keys),
            Contender.Of("ConcurrentLru", new LruPeer<EntryKey, EntryValue>(CacheOptions.CapacityFor(Keys.Length)), Keys),
        ];
        var cells = (from workload in ScalingWorkload.All
                     from count in threads
                     from contender in contenders
                     select (Workload: workload, Contender: contender, Threads: count)).ToArray();

        // Round by round, so that a slow phase of the machine is one of all.
        double[] Round() => Array.ConvertAll(cells, static cell => cell.Contender.Measure(cell.Workload.Accesses, cell.Threads, Turn));
        Round();
        double[][] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Round())];
        return [.. cells.Select((cell, place) => new ScalingCell(
            cell.Workload.Name, cell.Contender.Name, cell.Threads, Median.Of(rounds.Select(round => round[place]))))];
    }

    private static Contender OfCache(EntryCache cache) =>
        Contender.Of("WriteBack.Fast", new WriteBackPeer<EntryKey, EntryValue, EntryCache.Traits>(cache), Keys);

    // Its store never answers, so that no other thread has anything to do.
    private static ValueTask<EntryCache> OpenCacheAsync() => EntryCache.OpenAsync(
        new HeldStore<EntryKey, EntryValue>(new TaskCompletionSource().Task), CacheOptions.Resident(Keys.Length));
}

/// <summary>What was measured of a peer.</summary>
/// <param name="Workload">What the threads did.</param>
/// <param name="Peer">Where.</param>
/// <param name="Threads">How many.</param>
/// <param name="PerSecond">Operations, of all threads.</param>
internal sealed record ScalingCell(string Workload, string Peer, int Threads, double PerSecond);
