using System.Threading.Tasks.Sources;

namespace WriteBack.Fast;

[Flags]
internal enum WakeReasons
{
    None = 0,

    /// <summary>Entries may be due or awaited, or there may be more dirty entries than there should be.</summary>
    Work = 1,

    /// <summary>Everything dirty by now is to be stored: a flush or the log asks for it.</summary>
    Everything = 2,

    /// <summary>The cache is closed.</summary>
    Stop = 4,

    /// <summary>A writer waits for space, so a batch of the oldest entries is to be stored.</summary>
    Space = 8,

    /// <summary>A flush has begun, or expired entries are to be dropped for another reason.</summary>
    Sweep = 16,
}

// Callers raise the signal on the memory path, which allocates nothing. So the state is one word, and the signal itself is the
// argument of the callback that resumes the drainer, in the context in which it waits. Without a context it is the thread pool that
// resumes it.
//
//   0 ── wait ──► Parked ── raise ──► reasons, callback posted ── the drainer resumes and polls ──► 0
//   0 ── raise ─► reasons ── wait, poll ──► 0

/// <summary>Wakes the drainer, the only waiter. Reasons raised before it resumes are merged into one wake-up.</summary>
internal sealed class WakeSignal : IValueTaskSource<WakeReasons>, IThreadPoolWorkItem
{
    private const int Parked = 1 << 30;

    private int _state;
    private Action<object?>? _continuation;
    private object? _continuationState;
    private SynchronizationContext? _context;

    /// <summary>Adds a reason and resumes a parked drainer. Thread-safe; allocates nothing.</summary>
    public void Raise(WakeReasons reason)
    {
        while (true)
        {
            // A reason that is still set has not been taken: the exchange in Poll comes later and sees what was made dirty before.
            int state = Volatile.Read(ref _state);
            if ((state & (int)reason) != 0)
                return;
            int raised = (state & ~Parked) | (int)reason;

            // Full fence: pairs with the exchange in Poll, so the drainer sees what was made dirty before. It pairs with the
            // compare-and-swap in OnCompleted as well, so a parked drainer's continuation is seen here.
            if (Interlocked.CompareExchange(ref _state, raised, state) != state)
                continue;
            if ((state & Parked) != 0)
                Resume();
            return;
        }
    }

    /// <summary>Completes with the reasons once there is one. For the drainer alone, which awaits it before it polls again.</summary>
    public ValueTask<WakeReasons> WaitAsync() => new(this, token: 0);

    /// <summary>Takes the raised reasons without waiting. For the drainer alone.</summary>
    // Full fence: pairs with the compare-and-swap in Raise.
    public WakeReasons Poll() => (WakeReasons)Interlocked.Exchange(ref _state, 0);

    void IThreadPoolWorkItem.Execute() => _continuation!(_continuationState);

    WakeReasons IValueTaskSource<WakeReasons>.GetResult(short token) => Poll();

    // Acquire: pairs with the compare-and-swap in Raise.
    ValueTaskSourceStatus IValueTaskSource<WakeReasons>.GetStatus(short token) =>
        (Volatile.Read(ref _state) & ~Parked) == 0 ? ValueTaskSourceStatus.Pending : ValueTaskSourceStatus.Succeeded;

    void IValueTaskSource<WakeReasons>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        (_continuation, _continuationState) = (continuation, state);
        _context = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 ? SynchronizationContext.Current : null;

        // Full fence: pairs with the compare-and-swap in Raise. Either that finds the drainer parked, or this finds its reason.
        if (Interlocked.CompareExchange(ref _state, Parked, 0) != 0)
            Resume();
    }

    private void Resume()
    {
        if (_context is { } context)
            context.Post(static signal => ((IThreadPoolWorkItem)signal!).Execute(), this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
