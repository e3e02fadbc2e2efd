namespace WriteBack.Fast;

/// <summary>Exceptions to throw, each a number of times, in the order in which they were asked for. Thread-safe.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly Queue<(int Times, Exception Exception)> _faults = new();
    private int _thrown;

    public void Add(int times, Exception exception)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        ArgumentNullException.ThrowIfNull(exception);
        lock (_lock)
            _faults.Enqueue((times, exception));
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
            _thrown = 0;
        }
    }

    /// <returns>What the call has to throw; null when it may go on.</returns>
    public Exception? Next()
    {
        lock (_lock)
        {
            if (!_faults.TryPeek(out var fault))
                return null;
            if (++_thrown == fault.Times)
            {
                _faults.Dequeue();
                _thrown = 0;
            }

            return fault.Exception;
        }
    }
}
