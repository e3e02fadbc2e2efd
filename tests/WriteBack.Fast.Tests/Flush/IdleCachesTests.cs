using System.Diagnostics;

namespace WriteBack.Fast.Tests.Flush;

/// <summary>Threads and timers are counted in the whole process, so nothing else may run beside this.</summary>
[CollectionDefinition(nameof(IdleCachesTests), DisableParallelization = true)]
[Collection(nameof(IdleCachesTests))]
public class IdleCachesTests
{
    private const int Caches = 200;

    private static int Threads
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }

    [Fact]
    public async Task Many_idle_caches_share_their_threads_and_their_timer()
    {
        int threads = Threads;
        long timers = Timer.ActiveCount;
        var caches = new List<QuadCache>();
        for (int cache = 0; cache < Caches; cache++)
            caches.Add(await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>()));
        foreach (var cache in caches)
            await cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);

        Assert.InRange(Timer.ActiveCount, 0, timers + Caches / 10);
        Assert.InRange(Threads, 0, threads + Caches / 10);
        Assert.InRange(FlushThreads.Shared.Count, 1, Caches / 10);
        await Task.WhenAll(caches.Select(static cache => cache.CloseAsync().AsTask()));
        Assert.All(caches, static cache => Assert.Equal(1, cache.Statistics.Stored));
    }
}
