using CsCheck;

namespace WriteBack.Fast.Tests.Cache;

/// <summary>Any sequence of calls gives what a dictionary gives, and leaves in the store what it leaves there.</summary>
public class ModelTests
{
    private const int Keys = 24;

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<Action>(), Gen.Int[0, Keys - 1], Gen.Int[0, 999], Gen.Enum<FlushPriority>(),
        static (action, key, number, priority) => new Step(action, key, number, priority));

    private enum Action
    {
        Set,
        TrySet,
        SetStored,
        Update,
        UpdateAsync,
        Remove,
        Get,
        GetAsync,
        Flush,
        FailTransiently,
        RefuseOnce,
    }

    [Theory]
    [InlineData(1_000, 16)]
    [InlineData(8, 3)]
    [InlineData(1, 1)]
    public async Task The_cache_is_a_dictionary_in_front_of_the_store(int capacity, int batch) =>
        await Steps.Array[1, 60].SampleAsync(
            async steps =>
            {
                await using var fixture = await Open.QuadsAsync(options =>
                {
                    options.Capacity = capacity;
                    options.MaxBatchSize = batch;
                    options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);

                    // However often it is refused here, the store takes every write in the end.
                    options.Retry.MaxAttempts = 255;
                });
                var model = new Dictionary<long, Quad>();
                foreach (var step in steps)
                    await fixture.Time.AdvanceUntil(ApplyAsync(fixture, model, step));
                await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
                Assert.Equal(model, new Dictionary<long, Quad>(fixture.Rows.Rows));
                Assert.True(fixture.Cache.Count <= capacity);
                foreach (var (key, value) in fixture.Cache.Snapshot())
                    Assert.Equal(model[key], value);
            },
            iter: 300, threads: 1);

    private static async Task ApplyAsync(CacheFixture<QuadCache, long, Quad> fixture, Dictionary<long, Quad> model, Step step)
    {
        var (action, key, number, priority) = step;
        var cache = fixture.Cache;
        var value = Quad.Of(number);
        switch (action)
        {
            case Action.Set:
                await Task.Run(() => cache.Set(key, value, priority));
                model[key] = value;
                break;
            case Action.TrySet:
                if (cache.TrySet(key, value, priority))
                    model[key] = value;
                break;
            case Action.SetStored:
                await cache.SetAsync(key, value, WriteDurability.Stored, priority);
                Assert.True(fixture.Rows.TryGet(key, out var stored));
                Assert.Equal(value, stored);
                model[key] = value;
                break;
            case Action.Update:
                if (await Task.Run(() => cache.Update(key, number, Add, priority)))
                    Add(key, number, model);
                break;
            case Action.UpdateAsync:
                Assert.Equal(model.ContainsKey(key), await cache.UpdateAsync(key, number, Add));
                if (model.ContainsKey(key))
                    Add(key, number, model);
                break;
            case Action.Remove:
                await cache.RemoveAsync(key);
                model.Remove(key);
                break;
            case Action.Get:
                if (cache.TryGet(key, out var got))
                    Assert.Equal(model[key], got);
                break;
            case Action.GetAsync:
                Assert.Equal(model.TryGetValue(key, out var expected) ? expected : null, await cache.GetAsync(key));
                break;
            case Action.Flush:
                await cache.FlushAsync();
                Assert.Equal(model, new Dictionary<long, Quad>(fixture.Rows.Rows));
                break;
            case Action.FailTransiently:
                fixture.Store.FailNext(1, new TimeoutException());
                break;
            case Action.RefuseOnce:
                fixture.Store.FailNext(1, new InvalidOperationException());
                break;
        }
    }

    private static void Add(ref Quad value, int number) => value = Quad.Of(value.First + number);

    private static void Add(long key, int number, Dictionary<long, Quad> model) => model[key] = Quad.Of(model[key].First + number);

    private sealed record Step(Action Action, long Key, int Number, FlushPriority Priority);
}
