using MessagePack;

namespace WriteBack.Fast.Tests.Cache;

public class StalePlaceTests
{
    [Fact]
    public void A_place_in_a_ring_outlives_the_entry_and_serves_the_next_in_its_slot()
    {
        var closing = new CloseFlag("cache");
        var quotas = new DirtyQuotaPool(1);
        var clock = new DirtyClock(new WriteBackOptions(), TimeProvider.System, new WakeSignal());
        var context = new ShardContext(capacity: 1, closing, quotas, clock);
        var sink = new DeadLetterSink<long, Quad>(CacheServices.Of("cache", new WriteBackOptions()), codec: null!, EqualityComparer<long>.Default);
        var shard = new Shard<long, Quad, QuadCache.Traits>(
            context, new SlotArray<long, Quad>(3), new SlotDirectory(slots: 3), new ShardShare(Entries: 1, DirtyEntries: 1, BatchEntries: 8),
            new WriteRecorder<long, Quad>(log: null, sink, closing));
        var flush = shard.FlushInto(number: 0, sink);
        quotas.ShareAmong([shard.Dirty.Quota]);
        clock.Watch([.. Enumerable.Range(0, RingNumber.Lanes).Select(shard.Dirty.RingOf)]);
        var batch = new FlushBatch<long, Quad>(
            capacity: 4, rings: RingNumber.Lanes, new VersionSource(),
            static entries => new WriteBatch<long, Quad>(QuadCache.Schema, MessagePackSerializerOptions.Standard, entries));
        WriteOutcome Write(long key, FlushPriority priority) =>
            shard.Write(
                new WriteRequest<long, Quad>(key, QuadCache.Traits.Hash(key), Quad.Of(key), WriteKind.Upsert, priority), logRecord: null);

        Assert.Equal(WriteOutcome.Accepted, Write(1, FlushPriority.Low));
        Assert.Equal(WriteOutcome.Coalesced, Write(1, FlushPriority.High));
        flush.Drain(FlushPriority.High.Lane, batch, end: int.MaxValue, upTo: long.MaxValue);
        flush.Acknowledge(in batch.PlaceOf(0), batch);
        Assert.Equal(0, shard.Dirty.Quota.Pinned);

        // The entry goes for another one; its place in the ring of low priority is still there.
        Assert.Equal(WriteOutcome.Accepted, Write(2, FlushPriority.Low));
        Assert.Equal(1, shard.Dirty.RingOf(FlushPriority.Low.Lane).Tail);
        Assert.Equal(1, shard.Dirty.Quota.Pinned);
        batch.Clear();
        flush.Drain(FlushPriority.Low.Lane, batch, end: int.MaxValue, upTo: long.MaxValue);
        Assert.Equal(2, batch[0].Key);
    }
}
