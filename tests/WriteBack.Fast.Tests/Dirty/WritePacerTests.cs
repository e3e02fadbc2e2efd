using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests.Dirty;

public class WritePacerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Below_half_of_the_limit_nobody_pauses()
    {
        var pacer = New(limit: 100);
        for (int dirty = 0; dirty <= 51; dirty++)
            Assert.Equal(TimeSpan.Zero, pacer.Next(dirty));
        Assert.False(pacer.IsThrottled(51));
        Assert.True(pacer.IsThrottled(52));
        Assert.NotEqual(TimeSpan.Zero, pacer.Next(76));
    }

    [Fact]
    public void Writers_are_free_up_to_midway_from_the_background_limit()
    {
        var pacer = new WritePacer(limit: 100, background: 50, workers: 1, _time);
        Assert.False(pacer.IsThrottled(76));
        Assert.True(pacer.IsThrottled(77));
    }

    [Fact]
    public void Where_a_single_entry_may_be_dirty_its_writer_does_not_wait_for_itself() =>
        Assert.Equal(TimeSpan.Zero, New(limit: 1).Next(1));

    [Fact]
    public void In_the_middle_writers_keep_step_with_the_store_above_they_are_slower_and_below_faster()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(10), New(limit: 100).Next(76));
        Assert.Equal(TimeSpan.FromMilliseconds(5), New(limit: 100, workers: 2).Next(76));
        Assert.InRange(New(limit: 100).Next(61), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(3));
        Assert.InRange(New(limit: 100).Next(91), TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(50));
        Assert.Equal(WritePacer.LongestPause, New(limit: 100).Next(99));
        Assert.Equal(WritePacer.LongestPause, New(limit: 100).Next(100));
        Assert.Equal(WritePacer.LongestPause, New(limit: 100).Next(101));
    }

    [Fact]
    public void Writers_share_one_schedule_which_time_uses_up()
    {
        var pacer = New(limit: 100);
        Assert.Equal(TimeSpan.FromMilliseconds(10), pacer.Next(76));
        Assert.Equal(TimeSpan.FromMilliseconds(20), pacer.Next(76));
        _time.Advance(TimeSpan.FromMilliseconds(15));
        Assert.Equal(TimeSpan.FromMilliseconds(15), pacer.Next(76));

        // What was slept too long is credit, but not for more than 10 ms.
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal([0, 10], Enumerable.Range(0, 2).Select(_ => pacer.Next(76).TotalMilliseconds));
        for (int writer = 0; writer < 100; writer++)
            pacer.Next(76);
        Assert.Equal(WritePacer.LongestPause, pacer.Next(76));
    }

    [Fact]
    public void What_is_not_worth_a_timer_is_saved_up()
    {
        var pacer = new WritePacer(limit: 100, background: 0, workers: 1, _time);
        pacer.OnStored(1_000, TimeSpan.FromMilliseconds(400));
        Assert.Equal([0, 0, 1.2], Enumerable.Range(0, 3).Select(_ => pacer.Next(76).TotalMilliseconds));
    }

    [Fact]
    public void The_rate_follows_the_store()
    {
        var pacer = New(limit: 100);
        for (int batch = 0; batch < 100; batch++)
            pacer.OnStored(10, TimeSpan.FromMilliseconds(500));
        Assert.InRange(pacer.Next(76), TimeSpan.FromMilliseconds(49), TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Before_anything_was_stored_or_when_it_took_no_time_there_is_no_rate_to_keep()
    {
        var pacer = new WritePacer(limit: 100, background: 0, workers: 1, _time);
        Assert.Equal(TimeSpan.Zero, pacer.Next(100));
        pacer.OnStored(10, TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, pacer.Next(100));
    }

    // The store takes 10 ms for each entry.
    private WritePacer New(long limit, int workers = 1)
    {
        var pacer = new WritePacer(limit, background: 0, workers, _time);
        pacer.OnStored(10, TimeSpan.FromMilliseconds(100));
        return pacer;
    }
}
