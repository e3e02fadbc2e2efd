using System.Threading.Tasks.Sources;

namespace WriteBack.Fast;

// Pooled, so that awaiting a write allocates nothing. Exactly one ends a wait: who takes the waiter out of the list in
// which it waits. What resumes the caller is a work item of the pool, and that is the waiter itself.
//
//   idle ── rent, write ──► listed ── done, failed, closed, or cancelled: leaves the list ──► ended ── Execute ──►
//   caller resumed ── GetResult ──► idle

/// <summary>One caller who waits until a write has gone as far as it is to go.</summary>
internal abstract class WriteWaiter : IValueTaskSource, IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _cancellation;
    private Exception? _fault;

    /// <summary>Completes when the wait has ended. To be called once for each write, and awaited once.</summary>
    public ValueTask WaitAsync(CancellationToken ct)
    {
        Watch(ct);
        return new ValueTask(this, _source.Version);
    }

    /// <inheritdoc cref="WaitAsync"/>
    /// <returns><see langword="true"/>, for who has to say that there was something to write.</returns>
    public ValueTask<bool> WaitForTrueAsync(CancellationToken ct)
    {
        Watch(ct);
        return new ValueTask<bool>(this, _source.Version);
    }

    /// <summary>Ends the wait. For whoever took it out of its list.</summary>
    /// <param name="fault">What the caller gets to see, if the write has not got there.</param>
    public void End(Exception? fault)
    {
        _fault = fault;
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

    /// <summary>Takes the waiter out of its list, for a cancellation.</summary>
    /// <returns><see langword="false"/> when the wait has ended already.</returns>
    protected abstract bool TryLeave();

    /// <summary>Gives the waiter back to its pool.</summary>
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
        // Whoever asks too early, or again, must not have a waiter recycled that serves somebody else by now.
        if (_source.GetStatus(token) == ValueTaskSourceStatus.Pending)
            throw new InvalidOperationException("The wait has not ended yet.");
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            // Returns only when a cancellation that came too late has run, so it cannot meet the waiter's next use.
            _cancellation.Dispose();
            _cancellation = default;
            _fault = null;
            _source.Reset();
            Recycle();
        }
    }
}
