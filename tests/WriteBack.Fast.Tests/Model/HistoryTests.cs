namespace WriteBack.Fast.Tests.Model;

/// <summary>Each key is a linearizable register, whatever callers, flusher, store and eviction do to it at once.</summary>
public class HistoryTests
{
    private const int Histories = 1_500;
    private const int Callers = 3;
    private const int CallsEach = 20;

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public async Task Every_key_is_linearizable(int capacity)
    {
        for (int seed = 0; seed < Histories; seed++)
            await PlayAsync(seed, capacity);
    }

    private static async Task PlayAsync(int seed, int capacity)
    {
        int keys = 1 + seed % 3;
        bool isRoomy = capacity > keys;
        var rows = new InMemoryStore<long, Quad>();
        if (!isRoomy)
            rows.Seed(0, Quad.Of(0));
        var time = new TestClock();
        var store = new FlakyStore<long, Quad>(rows, seed);
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, store, new WriteBackOptions
        {
            TimeProvider = time,
            Capacity = capacity,
            MaxBatchSize = 2,
            MaxConcurrentFlushes = 1 + seed % 2,
            FlushInterval = Timeout.InfiniteTimeSpan,
            BackgroundDirtyRatio = 0,
        });
        var history = new History(cache, isRoomy);
        int ready = 0;
        var callers = Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            async () =>
            {
                var random = new Random(seed * Callers + caller);

                // Begin together, since the calls take less time than a thread takes to start.
                Interlocked.Increment(ref ready);
                for (var spinner = new SpinWait(); Volatile.Read(ref ready) < Callers;)
                    spinner.SpinOnce(sleep1Threshold: -1);
                for (int call = 0; call < CallsEach; call++)
                    await history.CallAsync(random.Next(keys), random);
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap());
        await time.AdvanceUntil(Task.WhenAll(callers));
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        for (long key = 0; key < keys; key++)
        {
            await history.ReadAsync(key);
            var operations = history.Of(key);
            Assert.True(
                Linearizability.Holds(operations, initial: !isRoomy && key == 0 ? 0 : null),
                $"seed {seed}, key {key}:\n{string.Join('\n', operations.OrderBy(static operation => operation.Invoked))}");
            Assert.Equal(operations[^1].Found, rows.TryGet(key, out var row) ? row.First : null);
        }

        await time.AdvanceUntil(cache.CloseAsync().AsTask());
        Assert.Empty(store.Faults);
    }
}
