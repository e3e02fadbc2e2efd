using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests;

/// <summary>
/// A clock that the test moves, and that knows what waits for it. So a test never moves it while the cache is at work:
/// it moves on only when the cache has begun to wait for a delay, and then just to the end of it.
/// </summary>
public sealed class TestClock : FakeTimeProvider
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2);

    private readonly Lock _lock = new();
    private readonly List<OneShot> _waiting = [];
    private TaskCompletionSource _armed = New();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            return base.CreateTimer(callback, state, dueTime, period);

        var timer = new OneShot(this, isDeadline: state is CancellationTokenSource, isTick: dueTime == Timeout.InfiniteTimeSpan);
        timer.Inner = base.CreateTimer(_ => timer.Fire(callback, state), null, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan)
            timer.Wait(dueTime);
        return timer;
    }

    /// <summary>Moves the clock from delay to delay until a task has completed, and awaits it.</summary>
    public async Task AdvanceUntil(Task task)
    {
        while (true)
        {
            await AdvanceAsync(task);
            if (task.IsCompleted)
            {
                await task;
                return;
            }
        }
    }

    /// <inheritdoc cref="AdvanceUntil(Task)"/>
    public async Task<T> AdvanceUntil<T>(Task<T> task)
    {
        await AdvanceUntil((Task)task);
        return await task;
    }

    /// <summary>Waits until a delay is being waited for, and moves to its end, or to an earlier deadline.</summary>
    /// <param name="orUntil">Ends the wait, without a move, when it completes first.</param>
    public async Task AdvanceAsync(Task orUntil)
    {
        while (!orUntil.IsCompleted)
        {
            Task armed;
            DateTimeOffset? due;
            bool hasDelay;
            lock (_lock)
            {
                armed = _armed.Task;
                due = _waiting.Exists(static timer => !timer.IsDeadline) ? _waiting.Min(static timer => timer.Due) : null;
                hasDelay = _waiting.Exists(static timer => !timer.IsDeadline && !timer.IsTick);
            }

            if (due is null)
            {
                await Task.WhenAny(orUntil, armed);
                continue;
            }

            // Where the cache only ticks, it may be at work: it gets some time to begin to wait for a delay.
            if (!hasDelay && await Task.WhenAny(orUntil, armed, Task.Delay(Patience)) == armed)
                continue;

            if (due > GetUtcNow())
                SetUtcNow(due.Value);
            return;
        }
    }

    /// <summary>Completes when a deadline is running.</summary>
    public async Task WaitForDeadlineAsync()
    {
        while (true)
        {
            Task armed;
            lock (_lock)
            {
                if (_waiting.Exists(static timer => timer.IsDeadline))
                    return;
                armed = _armed.Task;
            }

            await armed;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class OneShot(TestClock clock, bool isDeadline, bool isTick) : ITimer
    {
        public ITimer? Inner { get; set; }

        public DateTimeOffset Due { get; set; }

        public bool HasEnded { get; private set; }

        public bool IsDeadline => isDeadline;

        /// <summary>Whether the timer was made without a time, to be armed again and again.</summary>
        public bool IsTick => isTick;

        public void Fire(TimerCallback callback, object? state)
        {
            Forget();
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Forget();
            lock (clock._lock)
                HasEnded = false;
            bool isChanged = Inner!.Change(dueTime, period);
            if (dueTime != Timeout.InfiniteTimeSpan)
                Wait(dueTime);
            return isChanged;
        }

        public void Wait(TimeSpan dueTime)
        {
            lock (clock._lock)
            {
                // If the clock has moved meanwhile this is too late rather than too early, and the timer may have fired already.
                Due = clock.GetUtcNow() + dueTime;
                if (HasEnded)
                    return;
                clock._waiting.Add(this);
                clock._armed.TrySetResult();
                clock._armed = New();
            }
        }

        public void Dispose()
        {
            Forget();
            Inner?.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Forget()
        {
            lock (clock._lock)
            {
                HasEnded = true;
                clock._waiting.Remove(this);
            }
        }
    }
}
