using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests.Flush;

public class AgeingTests
{
    private const int Urgent = 1_000;
    private const int Writes = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// More is urgent, all the time, than the store can take. Each write that is not goes to the store within four intervals
    /// all the same.
    /// </summary>
    [Theory]
    [InlineData(FlushPriority.High, FlushPriority.Low)]
    [InlineData(FlushPriority.High, FlushPriority.Normal)]
    [InlineData(FlushPriority.Normal, FlushPriority.Low)]
    public async Task Nothing_waits_for_ever_behind_urgent_writes(FlushPriority urgent, FlushPriority patient)
    {
        var time = new TestClock();
        var store = new SlowStore(time);
        await using var cache = await Open.OnAsync(
            QuadCache.OpenAsync, store, new WriteBackOptions { FlushInterval = Interval, MaxBatchSize = 10, TimeProvider = time });
        var written = new Dictionary<long, DateTimeOffset>();
        for (int write = 0; write < Writes; write++)
        {
            for (int key = 0; key < Urgent; key++)
                cache.Set(key, Quad.Of(write), urgent);
            cache.Set(Urgent + write, Quad.Of(write), patient);
            written.Add(Urgent + write, time.GetUtcNow());
            var next = time.GetUtcNow() + SlowStore.Duration;
            while (time.GetUtcNow() < next)
                await time.AdvanceAsync(store.Forever);
        }

        // What was written in the last four intervals is stored by the close, in its own time.
        var end = time.GetUtcNow();
        long urgentStored = cache.Statistics.Stored;
        await time.AdvanceUntil(cache.CloseAsync().AsTask());
        var waits = written.Where(write => write.Value < end - 4 * Interval).Select(write => store.Begun[write.Key] - write.Value).ToList();
        Assert.InRange(waits.Count, Writes - 10, Writes - 1);
        Assert.InRange(waits.Max(), Interval, 4 * Interval);
        Assert.InRange(urgentStored, 7 * Writes, long.MaxValue);
    }

    /// <summary>Takes 0.6 s for each batch, and notes when it is given which key first.</summary>
    private sealed class SlowStore(TestClock time) : IWriteBackStore<long, Quad>
    {
        public static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.6);

        public ConcurrentDictionary<long, DateTimeOffset> Begun { get; } = [];

        public Task Forever { get; } = new TaskCompletionSource().Task;

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

        public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
        {
            foreach (var entry in batch.Entries)
                Begun.TryAdd(entry.Key, time.GetUtcNow());
            await Task.Delay(Duration, time, ct);
        }
    }
}
