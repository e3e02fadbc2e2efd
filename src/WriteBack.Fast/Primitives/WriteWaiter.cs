using System.Threading.Tasks.Sources;

namespace WriteBack.Fast;

// Waiters are pooled, so awaiting a write allocates nothing. Only the thread that takes a waiter out of its list ends the
// wait. The waiter itself is the work item that resumes the caller, on the thread pool or in the context that was set.
//
//   idle ── rent, write ──► listed ── done, failed, closed, or cancelled: leaves the list ──► ended ── Execute ──►
//   caller resumed ── GetResult ──► idle

/// <summary>One caller's wait until its write is logged or stored.</summary>
internal abstract class WriteWaiter : IValueTaskSource, IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _cancellation;
    private Exception? _fault;

    /// <summary>The context in which the wait ends; null for the thread pool. Set before the waiter enters a list.</summary>
    public SynchronizationContext? Context { get; set; }

    /// <summary>Completes when the wait has ended. Called once for each write; the task is awaited once.</summary>
    public ValueTask WaitAsync(CancellationToken ct)
    {
        Watch(ct);
        return new ValueTask(this, _source.Version);
    }

    /// <inheritdoc cref="WaitAsync"/>
    /// <returns><see langword="true"/>, for calls that report whether there was an entry to write.</returns>
    public ValueTask<bool> WaitForTrueAsync(CancellationToken ct)
    {
        Watch(ct);
        return new ValueTask<bool>(this, _source.Version);
    }

    /// <summary>Ends the wait. For the thread that took the waiter out of its list.</summary>
    /// <param name="fault">The exception for the caller if the write was not logged or stored; otherwise null.</param>
    public void End(Exception? fault)
    {
        _fault = fault;
        if (Context is { } context)
            context.Post(static waiter => ((IThreadPoolWorkItem)waiter!).Execute(), this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_fault is { } fault)
            _source.SetException(fault);
        else
            _source.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    bool IValueTaskSource<bool>.GetResult(short token) => GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <summary>Takes the waiter out of its list, because the wait was cancelled.</summary>
    /// <returns><see langword="false"/> when the wait had ended already.</returns>
    protected abstract bool TryLeave();

    /// <summary>Returns the waiter to its pool.</summary>
    protected abstract void Recycle();

    private void Watch(CancellationToken ct) =>
        _cancellation = ct.UnsafeRegister(static (waiter, ct) => ((WriteWaiter)waiter!).Cancel(ct), this);

    private void Cancel(CancellationToken ct)
    {
        if (TryLeave())
            End(new OperationCanceledException(ct));
    }

    private bool GetResult(short token)
    {
        // A result taken too early or twice must not recycle a waiter that serves another caller by now.
        if (_source.GetStatus(token) == ValueTaskSourceStatus.Pending)
            throw new InvalidOperationException("The wait has not ended yet.");
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            // Dispose waits for a cancellation callback that is running, so the callback cannot reach the waiter's next use.
            _cancellation.Dispose();
            _cancellation = default;
            _fault = null;
            Context = null;
            _source.Reset();
            Recycle();
        }
    }
}
