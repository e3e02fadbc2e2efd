namespace WriteBack.Fast.Tests.Flush;

public class RetryQueueTests
{
    private readonly TestClock _time = new();
    private readonly RetryQueue _retries;

    public RetryQueueTests()
    {
        var clock = new DirtyClock(new WriteBackOptions(), _time, new WakeSignal());
        clock.Watch([.. Enumerable.Range(0, RingNumber.Lanes).Select(static _ => new DirtyRing(8))]);
        _retries = new RetryQueue(clock, _time);
    }

    [Fact]
    public void Entries_come_in_the_order_of_their_moments_and_not_before()
    {
        Add(index: 1, milliseconds: 30);
        Add(index: 2, milliseconds: 10);
        Assert.False(_retries.HasDue);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal((2, -1), (TakeDue(), TakeDue()));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(_retries.HasDue);
        Assert.Equal((1, -1), (TakeDue(), TakeDue()));
        Assert.True(_retries.IsEmpty);
    }

    [Fact]
    public void An_entry_that_the_drainer_has_found_in_a_ring_does_not_come_again()
    {
        Add(index: 1, milliseconds: 0, fill: 5);
        Assert.True(_retries.TryTake(0, 1, out var retry));
        Assert.Equal(5, retry.Past.Fill);
        Assert.False(_retries.TryTake(0, 1, out _));
        Assert.Equal(-1, TakeDue());
    }

    [Fact]
    public void An_entry_that_fails_a_second_time_keeps_open_what_it_kept_open()
    {
        Assert.False(Add(index: 1, milliseconds: 50, fill: 5));
        Assert.True(Add(index: 1, milliseconds: 10, fill: 9));
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(_retries.TryTakeDue(out _, out int index, out var retry));
        Assert.Equal((1, 5), (index, retry.Past.Fill));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(-1, TakeDue());
    }

    [Fact]
    public void At_the_close_no_delay_counts()
    {
        Add(index: 1, milliseconds: 30_000);
        _retries.Hurry();
        Assert.True(_retries.HasDue);
        Assert.Equal(1, TakeDue());
    }

    [Fact]
    public void With_each_full_window_of_refusals_an_entry_lets_go_of_the_fills_before()
    {
        var past = EntryPast.Of(1);
        past = past.Refused(1, most: 2);
        Assert.Equal(1, past.Fill);
        past = past.Refused(2, most: 2).Refused(3, most: 2);
        Assert.Equal(1, past.Fill);
        past = past.Refused(4, most: 2);
        Assert.Equal(2, past.Fill);
    }

    private bool Add(int index, int milliseconds, long fill = 1) =>
        _retries.Add(new BatchPlace(0, index, EntryPast.Of(fill)), TimeSpan.FromMilliseconds(milliseconds));

    private int TakeDue() => _retries.TryTakeDue(out _, out int index, out _) ? index : -1;
}
