using WriteBack.Fast.Benchmarks.Starvation;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

public class StarvationTests
{
    [Fact]
    public async Task A_store_alone_gets_every_row_in_batches_of_the_size()
    {
        var keys = EntryKeys.Make(25);
        var store = new CountingStore();

        await StoreAlone.MeasureAsync(store, keys, batchSize: 10);

        Assert.Equal([10, 10, 5], store.Batches);
        Assert.Equal(keys, store.Keys);
    }

    [Fact]
    public async Task Blocked_callers_store_each_of_their_rows()
    {
        var size = StarvationSize.Quick;
        List<CountingStore> stores = [];

        var result = await BlockedCallers.MeasureAsync(OpenAsync, size);

        Assert.Equal(2, stores.Count);
        Assert.All(stores, store => Assert.Equal(size.Callers * size.WritesEach, store.Keys.Distinct().Count()));
        Assert.All(stores, store => Assert.InRange(store.Batches.Max(), 1, size.BatchSize));
        Assert.NotEqual("", result.Ratio);

        Task<OpenedStore> OpenAsync()
        {
            stores.Add(new CountingStore());
            return Task.FromResult(new OpenedStore(stores[^1], static () => ValueTask.CompletedTask));
        }
    }

    [Fact]
    public async Task A_store_times_out_with_its_slow_row_only()
    {
        var keys = EntryKeys.Make(3);
        var store = new TimingOutStore(keys[1], others: 2);

        await Assert.ThrowsAsync<TimeoutException>(() => StoreAlone.MeasureAsync(store, keys[1..], batchSize: 2));
        Assert.Equal(0, store.Stored);
        await StoreAlone.MeasureAsync(store, [keys[0], keys[2]], batchSize: 1);
        await store.AllStored;
    }

    [Theory]
    [InlineData("awaiting")]
    [InlineData("sqlite")]
    [InlineData("renamed-table")]
    [InlineData("idle")]
    public async Task Each_part_can_be_run_alone(string part) => Assert.Equal(0, await StarvationCommand.RunAsync([part, "--quick"]));

    [Fact]
    public async Task Parts_without_sense_are_refused() => Assert.Equal(2, await StarvationCommand.RunAsync(["oracle"]));

    private sealed class CountingStore : IWriteBackStore<EntryKey, EntryValue>
    {
        public List<int> Batches { get; } = [];

        public List<EntryKey> Keys { get; } = [];

        public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

        public ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct)
        {
            Batches.Add(batch.Count);
            foreach (ref readonly var entry in batch.Entries)
                Keys.Add(entry.Key);
            return ValueTask.CompletedTask;
        }
    }
}
