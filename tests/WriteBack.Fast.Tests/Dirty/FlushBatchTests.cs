using MessagePack;

namespace WriteBack.Fast.Tests.Dirty;

public class FlushBatchTests
{
    [Fact]
    public void A_batch_that_is_filled_anew_remembers_nothing_of_the_flight_before()
    {
        var batch = new FlushBatch<long, Quad>(
            capacity: 4, rings: RingNumber.Lanes, new VersionSource(),
            static entries => new WriteBatch<long, Quad>(QuadCache.Schema, MessagePackSerializerOptions.Standard, entries));
        batch.Begin(1, batch.Capacity);
        batch.Add(1, Quad.Of(1), WriteKind.Upsert, batch.NextVersion(), FlushPriority.Low, attempt: 1, new BatchPlace(0, 0, EntryPast.Of(1)));
        batch.NoteQueued(0, FlushPriority.Low.Lane, 5);
        Assert.Equal((0, 0, 5), (batch.QueuedUpTo[0], batch.QueuedUpTo[1], batch.QueuedUpTo[2]));

        batch.Clear();
        batch.Begin(2, batch.Capacity);
        Assert.Equal((2, 0), (batch.FillNumber, batch.Count));
        Assert.Equal((0, 0, 0), (batch.QueuedUpTo[0], batch.QueuedUpTo[1], batch.QueuedUpTo[2]));
    }
}
