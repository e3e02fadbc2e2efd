namespace WriteBack.Fast.Tests.Dirty;

public class OverflowHandlerTests
{
    private readonly Evictor _evictor = new();
    private readonly OverflowHandler _overflow;

    public OverflowHandlerTests()
    {
        var services = CacheServices.Of("overflow", new WriteBackOptions());
        var closing = new CloseFlag("cache");
        var quotas = new DirtyQuotaPool(1);
        var wake = new WakeSignal();
        var pressure = new Backpressure(
            closing, wake, new SpaceSignal(), new WritePacer(limit: 1, background: 0, workers: 1, services.Time), quotas,
            new DirtyClock(services.Options, services.Time, wake));
        _overflow = new OverflowHandler(
            services, _evictor, pressure, new WriteTally(new StripedCounters(), closing),
            new WaiterPool<StoredWaiter>(static pool => new StoredWaiter(pool)));
    }

    [Fact]
    public void A_write_that_finds_the_cache_full_is_tried_again_after_another_shard_has_evicted()
    {
        _evictor.Clean = 5;
        var tries = new Tries { Full = 2 };
        Assert.Equal(WriteOutcome.Accepted, _overflow.Try(new Write(tries), waiter: null));
        Assert.Equal((3, 3), (tries.Count, _evictor.Clean));
    }

    [Fact]
    public void A_write_that_finds_no_clean_entry_anywhere_is_not_tried_again()
    {
        var tries = new Tries { Full = 2 };
        Assert.Equal(WriteOutcome.CacheFull, _overflow.Try(new Write(tries), waiter: null));
        Assert.Equal(1, tries.Count);
    }

    private sealed class Evictor : IEvictor
    {
        public int Clean { get; set; }

        public bool TryEvict() => Clean > 0 && Clean-- > 0;
    }

    private sealed class Tries
    {
        public int Count { get; set; }

        /// <summary>How many tries find the cache full.</summary>
        public required int Full { get; init; }
    }

    private readonly struct Write(Tries tries) : IPendingWrite
    {
        public FlushPriority Priority
        {
            set => throw new NotSupportedException();
        }

        public WriteOutcome Try(WriteWaiter? waiter) => tries.Count++ < tries.Full ? WriteOutcome.CacheFull : WriteOutcome.Accepted;
    }
}
