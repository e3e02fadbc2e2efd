using MessagePack;

namespace WriteBack.Fast.Tests.Cache;

public class StalePlaceTests
{
    [Fact]
    public void A_place_in_a_ring_outlives_the_entry_and_serves_the_next_in_its_slot()
    {
        var context = new ShardContext(capacity: 1, dirtyLimit: 1, pacesWriters: false, onBacklog: static () => { });
        var shard = new Shard<long, Quad, QuadCache.Traits>(context, entries: 1, new SlotArray<long, Quad>(3), new SlotDirectory(slots: 3), allowance: 1, backlog: 8, log: null);
        context.DirtyQuotas.ShareAmong([shard.Quota]);
        var batch = new FlushBatch<long, Quad>(
            capacity: 4, rings: RingNumber.Lanes, new VersionSource(),
            static entries => new WriteBatch<long, Quad>(QuadCache.Schema, MessagePackSerializerOptions.Standard, entries));
        WriteOutcome Write(long key, FlushPriority priority) =>
            shard.Write(key, QuadCache.Traits.Hash(key), Quad.Of(key), WriteKind.Upsert, priority, logRecord: null);

        Assert.Equal(WriteOutcome.Accepted, Write(1, FlushPriority.Low));
        Assert.Equal(WriteOutcome.Coalesced, Write(1, FlushPriority.High));
        shard.Drain(FlushPriority.High, 0, batch, end: int.MaxValue, upTo: long.MaxValue);
        shard.Acknowledge(in batch.PlaceOf(0), batch, new DeadLetterQueue<long, Quad>(EqualityComparer<long>.Default, isJournaled: false));
        Assert.Equal(0, shard.Quota.Pinned);

        // The entry goes for another one; its place in the ring of low priority is still there.
        Assert.Equal(WriteOutcome.Accepted, Write(2, FlushPriority.Low));
        Assert.Equal(1, shard.RingOf(FlushPriority.Low.Lane).Tail);
        Assert.Equal(1, shard.Quota.Pinned);
        batch.Clear();
        shard.Drain(FlushPriority.Low, 0, batch, end: int.MaxValue, upTo: long.MaxValue);
        Assert.Equal(2, batch[0].Key);
    }
}
