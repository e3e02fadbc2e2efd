using CsCheck;

namespace WriteBack.Fast.Tests.Model;

/// <summary>What is dirty goes to the store by the most urgent priority that it was given, and among equals by its age.</summary>
public class PriorityOrderTests
{
    private const int Keys = 6;
    private const int Histories = 1_000;

    private static readonly Gen<(int Key, FlushPriority Priority)[]> Writes =
        Gen.Select(Gen.Int[0, Keys - 1], Gen.Enum<FlushPriority>()).Array[1, 15];

    [Fact]
    public Task The_store_is_shown_the_most_urgent_first() => Writes.SampleAsync(
        async writes =>
        {
            await using var fixture = await Open.QuadsAsync(static options =>
            {
                // One shard, so one ring of each priority; batches so few that none begins with what has waited longest.
                options.Capacity = 100;
                options.MaxBatchSize = 1;
                options.FlushInterval = Timeout.InfiniteTimeSpan;
            });
            var cache = fixture.Cache;
            fixture.Store.Pause();

            // One is held by the store, one is flushed next; all else stays in the rings.
            cache.Set(-1, default, FlushPriority.High);
            var first = cache.FlushAsync().AsTask();
            await fixture.Store.WaitForWriteAsync(1);
            cache.Set(-2, default, FlushPriority.High);
            var second = cache.FlushAsync().AsTask();
            foreach (var (key, priority) in writes)
                cache.Set(key, Quad.Of(key), priority);
            fixture.Store.Resume();
            await Task.WhenAll(first, second);
            await cache.FlushAsync();

            var shown = fixture.Store.Batches.SelectMany(static batch => batch.Entries).Skip(2);
            Assert.Equal(Expected(writes), shown.Select(static entry => (entry.Key, entry.Priority)));
        },
        iter: Histories,
        print: static writes => string.Join(", ", writes));

    private static IEnumerable<(long Key, FlushPriority Priority)> Expected((int Key, FlushPriority Priority)[] writes) => writes
        .Select(static (write, index) => (write.Key, write.Priority, Index: index))
        .GroupBy(static write => write.Key)
        .Select(static ofKey => ofKey.MinBy(static write => (write.Priority, write.Index)))
        .OrderBy(static first => (first.Priority, first.Index))
        .Select(static first => ((long)first.Key, first.Priority));
}
