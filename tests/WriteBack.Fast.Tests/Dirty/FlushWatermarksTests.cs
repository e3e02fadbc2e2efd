namespace WriteBack.Fast.Tests.Dirty;

public class FlushWatermarksTests
{
    private readonly DirtyRing _ring = new(8);
    private readonly FlushWatermarks _tracker;
    private readonly FlushWatermark _watch = new();

    public FlushWatermarksTests() => _tracker = new FlushWatermarks([_ring]);

    [Fact]
    public void A_batch_of_later_entries_that_fails_does_not_prolong_a_watch()
    {
        _ring.Add(0);
        _tracker.Begin(_watch);
        long first = Fill();
        _ring.Add(1);
        long second = Fill();
        _tracker.Hold(second);
        _tracker.EndBatch(second, UpTo(0));
        Assert.False(_watch.Task.IsCompleted);
        _tracker.EndBatch(first, UpTo(0));
        Assert.True(_watch.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_write_that_failed_is_waited_for_until_it_is_settled_or_replaced()
    {
        _ring.Add(0);
        _tracker.Begin(_watch);
        long first = Fill();
        _tracker.Hold(first);
        _tracker.EndBatch(first, UpTo(0));

        // It is in a later batch, which ends.
        long second = Fill();
        _tracker.EndBatch(second, UpTo(0));
        Assert.False(_watch.Task.IsCompleted);
        _tracker.Release(first);
        Assert.True(_watch.Task.IsCompletedSuccessfully);
        Assert.Equal(long.MaxValue, _tracker.OldestSince);
    }

    [Fact]
    public void A_batch_of_later_entries_that_is_out_does_not_prolong_a_watch()
    {
        _ring.Add(0);
        _tracker.Begin(_watch);
        long first = Fill();
        _ring.Add(1);
        Fill();
        _tracker.EndBatch(first, UpTo(0));
        Assert.True(_watch.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_write_that_came_after_a_watch_began_does_not_prolong_it()
    {
        _ring.Add(0);
        _tracker.Begin(_watch);
        long fill = Fill();
        _tracker.EndBatch(fill, UpTo(_ring.Add(0)));
        Assert.True(_watch.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_write_in_flight_that_came_before_a_watch_began_is_waited_for()
    {
        _ring.Add(0);
        long flight = Fill();
        _tracker.Begin(_watch);
        _tracker.EndBatch(flight, UpTo(_ring.Add(0)));
        Assert.True(_tracker.RaiseTo(new Watermark(rings: 1)));
        Assert.False(_watch.Task.IsCompleted);
        long last = Fill();
        Assert.False(_watch.Task.IsCompleted);
        _tracker.EndBatch(last, UpTo(0));
        Assert.False(_tracker.RaiseTo(new Watermark(rings: 1)));
        Assert.True(_watch.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_watch_that_begins_after_the_end_fails_like_those_before()
    {
        var late = new FlushWatermark();
        _ring.Add(0);
        _tracker.Begin(_watch);
        _tracker.Abandon(new ObjectDisposedException("cache"));
        _tracker.Begin(late);
        Assert.True(_watch.Task.IsFaulted);
        Assert.True(late.Task.IsFaulted);
    }

    private static Watermark UpTo(long position)
    {
        var watermark = new Watermark(rings: 1);
        watermark.Raise(0, position);
        return watermark;
    }

    private long Fill()
    {
        long fill = _tracker.BeginFill(since: 0);
        while (_ring.TryTake(out _))
        {
        }

        _tracker.EndFill(isEmpty: false);
        return fill;
    }
}
