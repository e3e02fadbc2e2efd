using System.Threading.Tasks.Sources;

namespace WriteBack.Fast;

[Flags]
internal enum WakeReasons
{
    None = 0,

    /// <summary>A batch may be full.</summary>
    Backlog = 1,

    /// <summary>What is dirty by now is to be stored without waiting for more: the interval, a flush, pressure, a retry.</summary>
    Everything = 2,

    /// <summary>The cache is closed.</summary>
    Stop = 4,
}

// Callers raise it on the memory path, where nothing may be allocated: the state is one word, and the work item that
// resumes the drainer is the signal itself.
//
//   0 ── wait ──► Parked ── raise ──► reasons, work item queued ── Execute ──► 0, drainer resumed
//   0 ── raise ─► reasons ── wait, poll ──► 0

/// <summary>Wakes the drainer, who alone waits. Reasons that come before it has woken are one signal.</summary>
internal sealed class WakeSignal : IValueTaskSource<WakeReasons>, IThreadPoolWorkItem
{
    private const int Parked = 1 << 30;

    private ManualResetValueTaskSourceCore<WakeReasons> _source;
    private int _state;

    /// <summary>Gives the drainer a reason to wake. Thread-safe; allocates nothing.</summary>
    public void Raise(WakeReasons reason)
    {
        while (true)
        {
            int state = Volatile.Read(ref _state);
            if ((state & (int)reason) != 0)
                return;
            int raised = (state & ~Parked) | (int)reason;

            // Full fence: what was made dirty before is seen by the drainer, who takes the state by an exchange.
            if (Interlocked.CompareExchange(ref _state, raised, state) != state)
                continue;
            if ((state & Parked) != 0)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
    }

    /// <summary>Waits for a reason. For the drainer alone.</summary>
    public ValueTask<WakeReasons> WaitAsync()
    {
        _source.Reset();
        return Interlocked.CompareExchange(ref _state, Parked, 0) == 0
            ? new ValueTask<WakeReasons>(this, _source.Version)
            : new ValueTask<WakeReasons>(Poll());
    }

    /// <summary>Takes the reasons that there are, without waiting. For the drainer alone.</summary>
    public WakeReasons Poll() => (WakeReasons)Interlocked.Exchange(ref _state, 0);

    void IThreadPoolWorkItem.Execute() => _source.SetResult(Poll());

    WakeReasons IValueTaskSource<WakeReasons>.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<WakeReasons>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<WakeReasons>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
