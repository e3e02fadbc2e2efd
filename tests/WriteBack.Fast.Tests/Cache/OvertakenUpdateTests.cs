using System.Diagnostics;

namespace WriteBack.Fast.Tests.Cache;

/// <summary>Updates that another write of their key overtakes each time.</summary>
public class OvertakenUpdateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<string, Action<QuadCache>> Writes => new()
    {
        { "Set", static cache => cache.Set(1, Quad.Of(7)) },
        { "Set of another priority", static cache => cache.Set(1, Quad.Of(7), FlushPriority.High) },
        { "SetMany", static cache => cache.SetMany([1], [Quad.Of(7)]) },
        { "TrySet", static cache => cache.TrySet(1, Quad.Of(7)) },
        { "SetAsync", static cache => cache.SetAsync(1, Quad.Of(7)).AsTask().GetAwaiter().GetResult() },
        { "Update", static cache => cache.Update(1, 7L, static (ref Quad value, long number) => value = Quad.Of(number)) },
        {
            "UpdateAsync",
            static cache => cache.UpdateAsync(1, 7L, static (ref Quad value, long number) => value = Quad.Of(number)).AsTask().GetAwaiter().GetResult()
        },
    };

    [Theory]
    [MemberData(nameof(Writes), DisableDiscoveryEnumeration = true)]
    public async Task An_action_that_writes_its_own_key_is_refused(string call, Action<QuadCache> write)
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(0));
        int runs = 0;
        void Act(ref Quad value, QuadCache inner)
        {
            Assert.True(++runs < 1_000, $"{call} has no end.");
            write(inner);
        }

        var refused = Assert.Throws<InvalidOperationException>(() => cache.Update(1, cache, Act));
        Assert.Contains("must not write the key", refused.Message);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await cache.UpdateAsync(1, cache, Act));

        Assert.True(cache.Update(1, 9L, static (ref Quad value, long number) => value = Quad.Of(number)));
        cache.Set(1, Quad.Of(8));
        Assert.True(cache.TryGet(1, out var last));
        Assert.Equal(Quad.Of(8), last);
    }

    [Fact]
    public async Task An_action_that_writes_its_own_clean_key_is_refused()
    {
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), new WriteBackOptions { FlushInterval = TimeSpan.FromMilliseconds(1) });
        cache.Set(1, Quad.Of(0));
        int runs = 0;
        Assert.Throws<InvalidOperationException>(() => cache.Update(1, cache, (ref Quad _, QuadCache inner) =>
        {
            Assert.True(++runs < 1_000, "The update has no end.");
            inner.Set(1, Quad.Of(7));
            inner.FlushAsync().AsTask().GetAwaiter().GetResult();
        }));
        cache.Set(1, Quad.Of(8));
        await cache.FlushAsync();
        Assert.True(cache.TryGet(1, out var last));
        Assert.Equal(Quad.Of(8), last);
    }

    [Fact]
    public async Task An_action_may_write_and_update_other_keys_also_in_its_turn()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(0));
        cache.Set(2, Quad.Of(0));
        int runs = 0;
        Assert.True(cache.Update(1, cache, (ref Quad value, QuadCache inner) =>
        {
            if (++runs < 50)
                Elsewhere(() => inner.Set(1, Quad.Of(runs)), TimeSpan.FromMilliseconds(20));
            inner.Update(2, 1, static (ref Quad other, int step) => other = Quad.Of(other.First + step));
            value = Quad.Of(-1);
        }));
        Assert.InRange(runs, 2, 49);
        Assert.True(cache.TryGet(2, out var counted));
        Assert.Equal(Quad.Of(runs), counted);
    }

    [Theory]
    [InlineData("set")]
    [InlineData("update")]
    [InlineData("clean")]
    public async Task An_update_that_others_overtake_gets_its_turn(string others)
    {
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new InMemoryStore<long, Quad>(),
            new WriteBackOptions { FlushInterval = others == "clean" ? TimeSpan.FromMilliseconds(1) : TimeSpan.FromHours(1) });
        cache.Set(1, Quad.Of(0));
        long written = 0;
        bool isOver = false;
        var writing = Task.Factory.StartNew(Write, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            // Each round waits until the key is written again, or, in the turn, until it has not been written for a while.
            var updating = Task.Run(() => cache.Update(1, 0, (ref Quad value, int _) =>
            {
                long before = Volatile.Read(ref written);
                long began = Stopwatch.GetTimestamp();
                while (Volatile.Read(ref written) < before + 2 && Stopwatch.GetElapsedTime(began).TotalMilliseconds < 100)
                    Thread.Yield();
                Assert.False(Volatile.Read(ref isOver), "The update has no end.");
                value = value with { First = -1 };
            }));
            Assert.True(await updating.WaitAsync(Patience, TestContext.Current.CancellationToken));
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await writing;
        }

        void Write()
        {
            for (long number = 1; !Volatile.Read(ref isOver); number++)
            {
                if (others == "update")
                    cache.Update(1, number, static (ref Quad value, long number) => value = Quad.Of(number));
                else
                    cache.Set(1, Quad.Of(number));
                Volatile.Write(ref written, number);
            }
        }
    }

    [Fact]
    public async Task An_action_that_waits_for_another_thread_that_writes_its_key_is_refused()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(0));
        int runs = 0;
        var refused = Assert.Throws<InvalidOperationException>(() => cache.Update(1, cache, (ref Quad _, QuadCache inner) =>
        {
            Assert.True(++runs < 1_000, "The update has no end.");
            Elsewhere(() => inner.Set(1, Quad.Of(runs)), Patience);
        }));
        Assert.Contains("overtaken", refused.Message);
        Assert.True(cache.TryGet(1, out var last));
        Assert.Equal(Quad.Of(runs), last);
    }

    [Fact]
    public async Task An_action_that_throws_in_its_turn_ends_it()
    {
        await using var fixture = await Open.QuadsAsync();
        var cache = fixture.Cache;
        cache.Set(1, Quad.Of(0));
        int runs = 0;
        Assert.Throws<FormatException>(() => cache.Update(1, cache, (ref Quad value, QuadCache inner) =>
        {
            Assert.True(++runs < 1_000, "The update has no end.");
            try
            {
                inner.Set(1, Quad.Of(7));
            }
            catch (InvalidOperationException)
            {
                throw new FormatException();
            }
        }));
        Elsewhere(() => cache.Set(1, Quad.Of(8)), Patience);
        Assert.True(cache.TryGet(1, out var last));
        Assert.Equal(Quad.Of(8), last);
    }

    [Fact]
    public async Task Slow_and_quick_updates_of_one_key_are_all_counted_while_it_is_stored()
    {
        const int threads = 4;
        const int slow = 150;
        const int quick = 30_000;
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), new WriteBackOptions { FlushInterval = TimeSpan.FromMilliseconds(1) });
        cache.Set(1, Quad.Of(0));
        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            int spins = thread % 2 == 0 ? 2_000 : 0;
            for (int update = 0; update < (thread % 2 == 0 ? slow : quick); update++)
            {
                Assert.True(cache.Update(1, spins, static (ref Quad value, int spins) =>
                {
                    Thread.SpinWait(spins);
                    value = Quad.Of(value.First + 1);
                }));
            }
        })));
        Assert.True(cache.TryGet(1, out var sum));
        Assert.Equal(Quad.Of(threads / 2 * (slow + quick)), sum);
        Assert.Equal(threads / 2 * (slow + quick) + 1, cache.Statistics.Writes);
    }

    private static void Elsewhere(Action action, TimeSpan patience)
    {
        var running = Task.Factory.StartNew(action, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        running.Wait(patience);
    }
}
