namespace WriteBack.Fast.Tests.Cache;

/// <summary>The memory path allocates nothing, whatever lies in the slots.</summary>
public class AllocationTests
{
    private const int Keys = 512;

    // The least of some rounds counts: meanwhile the runtime compiles what is hot, in part on this thread, and allocates
    // for itself. What a call allocates is allocated in every round.
    private const int Rounds = 6;

    public static TheoryData<string> Calls => [.. Operations.Keys];

    private static Dictionary<string, Action<QuadCache, long>> Operations => new()
    {
        ["TryGet"] = static (cache, key) => cache.TryGet(key, out _),
        ["TryGet, missing"] = static (cache, key) => cache.TryGet(-1 - key, out _),
        ["Contains"] = static (cache, key) => cache.Contains(key),
        ["Set"] = static (cache, key) => cache.Set(key, Quad.Of(key)),
        ["TrySet"] = static (cache, key) => cache.TrySet(key, Quad.Of(key)),
        ["Update"] = static (cache, key) => cache.Update(key, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step)),
        ["Remove and Set"] = static (cache, key) =>
        {
            cache.Remove(key);
            cache.Set(key, default);
        },
        ["TryGetMany"] = static (cache, key) => cache.TryGetMany([key, key + 1], stackalloc Quad[2], stackalloc bool[2]),
        ["SetMany"] = static (cache, key) => cache.SetMany([key, key + 1], [Quad.Of(1), Quad.Of(2)]),
        ["GetAsync"] = static (cache, key) => AssertDone(cache.GetAsync(key)),
        ["LookupAsync"] = static (cache, key) => AssertDone(cache.LookupAsync(key)),
        ["SetAsync"] = static (cache, key) => AssertDone(cache.SetAsync(key, Quad.Of(key))),
        ["RemoveAsync and SetAsync"] = static (cache, key) =>
        {
            AssertDone(cache.RemoveAsync(key));
            AssertDone(cache.SetAsync(key, default));
        },
        ["UpdateAsync"] = static (cache, key) => AssertDone(
            cache.UpdateAsync(key, 1, static (ref Quad value, int step) => value = Quad.Of(value.First + step))),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Nothing_is_allocated(string call)
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        for (int key = 0; key <= Keys; key++)
            cache.Set(key, Quad.Of(key));
        Assert.Equal(0, AllocatedBy(Operations[call], cache));
    }

    [Fact]
    public async Task Nothing_is_allocated_when_clean_entries_become_dirty()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            // The thread may be new to the cache's counters.
            cache.Set(Keys, default);
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int key = 0; key < Keys; key++)
                cache.Set(key, Quad.Of(key));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await cache.FlushAsync();
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task Nothing_is_allocated_for_class_values_and_string_keys()
    {
        await using var fixture = await Open.SessionsAsync(static options => options.FlushInterval = Timeout.InfiniteTimeSpan);
        var cache = fixture.Cache;
        SessionKey[] keys = [.. Enumerable.Range(0, 64).Select(static number => new SessionKey($"region {number}", Guid.NewGuid()))];
        var session = new Session("ann", 1);
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var key in keys)
            {
                cache.Set(key, session);
                Assert.True(cache.TryGet(key, out _));
                Assert.True(cache.TryGet(key.Region, key.Id, out _));
                cache.Remove(key);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    private static void AssertDone(ValueTask task) => Assert.True(task.IsCompletedSuccessfully);

    private static void AssertDone<T>(ValueTask<T> task) => Assert.True(task.IsCompletedSuccessfully);

    private static long AllocatedBy(Action<QuadCache, long> call, QuadCache cache)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int pass = 0; pass < 8; pass++)
            {
                for (long key = 0; key < Keys; key++)
                    call(cache, key);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
