using System.Collections.Concurrent;
using System.Diagnostics;

namespace WriteBack.Fast.Tests.Primitives;

/// <summary>The timers of the flusher, with a thread of the test's own.</summary>
public sealed class TimerThreadTests
{
    // Far apart, since a busy machine may take a while to set the next one.
    private static readonly int[] Milliseconds = [1_000, 20, 500];

    private readonly ConcurrentQueue<Exception> _faults = [];
    private readonly TimerThread _thread = new(TimeSpan.FromMilliseconds(20));
    private readonly BackgroundTimeProvider _time;

    public TimerThreadTests() => _time = new BackgroundTimeProvider(_thread, _faults.Enqueue);

    [Fact]
    public void The_systems_clock_gets_the_thread_and_another_stays_as_it_is()
    {
        var clock = new TestClock();
        Assert.Same(clock, BackgroundTimeProvider.For(clock, _faults.Enqueue));
        Assert.IsType<BackgroundTimeProvider>(BackgroundTimeProvider.For(TimeProvider.System, _faults.Enqueue));
    }

    [Fact]
    public async Task A_timer_fires_on_the_thread_and_not_early()
    {
        var fired = new TaskCompletionSource<(Thread, TimeSpan)>(TaskCreationOptions.RunContinuationsAsynchronously);
        long began = Stopwatch.GetTimestamp();
        using var timer = _time.CreateTimer(
            _ => fired.SetResult((Thread.CurrentThread, Stopwatch.GetElapsedTime(began))), null,
            TimeSpan.FromMilliseconds(30), Timeout.InfiniteTimeSpan);

        var (thread, elapsed) = await fired.Task;
        Assert.Equal(("WriteBack.Fast timer", true, false), (thread.Name, thread.IsBackground, thread.IsThreadPoolThread));
        Assert.True(elapsed >= TimeSpan.FromMilliseconds(30), $"{elapsed}");
    }

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_times_whatever_the_order_in_which_they_were_set()
    {
        var order = new ConcurrentQueue<int>();
        var timers = Milliseconds.Select(milliseconds => _time.CreateTimer(
            _ => order.Enqueue(milliseconds), null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan)).ToList();

        await Eventually.Holds(() => order.Count == 3);
        Assert.Equal([20, 500, 1_000], order);
        timers.ForEach(static timer => timer.Dispose());
    }

    [Fact]
    public async Task A_period_fires_until_the_timer_is_disposed_of_and_then_the_thread_ends()
    {
        int fired = 0;
        var timer = _time.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        await Eventually.Holds(() => Volatile.Read(ref fired) > 5);
        Assert.True(_thread.IsRunning);

        await timer.DisposeAsync();
        await Eventually.Holds(() => !_thread.IsRunning);
        int atEnd = Volatile.Read(ref fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));

        // Another timer starts the thread again, and the one that was stopped is not there.
        await Task.Delay(TimeSpan.FromMilliseconds(5), _time);
        Assert.Equal(atEnd, Volatile.Read(ref fired));
    }

    [Fact]
    public async Task A_timer_that_is_set_anew_has_only_its_last_time()
    {
        int fired = 0;
        using var timer = _time.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        Assert.True(timer.Change(TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan));
        int before = Volatile.Read(ref fired);
        await Task.Delay(TimeSpan.FromMilliseconds(20), _time);
        Assert.InRange(Volatile.Read(ref fired), before, before + 1);

        Assert.True(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        await Eventually.Holds(() => Volatile.Read(ref fired) > before);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(1)));
        await Eventually.Holds(() => !_thread.IsRunning);
    }

    [Fact]
    public async Task What_a_callback_throws_ends_neither_the_thread_nor_the_timer()
    {
        int fired = 0;
        using var timer = _time.CreateTimer(
            _ => throw new InvalidDataException($"{Interlocked.Increment(ref fired)}"), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));

        await Eventually.Holds(() => _faults.Count >= 3);
        Assert.All(_faults, static fault => Assert.IsType<InvalidDataException>(fault));
    }

    [Fact]
    public async Task What_awaits_a_delay_goes_on_elsewhere_and_the_setters_execution_context_does_not_flow()
    {
        var local = new AsyncLocal<string?> { Value = "setter" };
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = _time.CreateTimer(_ => seen.SetResult(local.Value), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        Assert.Null(await seen.Task);

        Assert.NotEqual(TimerThread.Name, await NameAfterDelayAsync());
    }

    private async Task<string?> NameAfterDelayAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), _time).ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }
}
