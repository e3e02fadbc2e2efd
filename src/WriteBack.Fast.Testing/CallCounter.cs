namespace WriteBack.Fast;

/// <summary>Counts calls, and lets tests wait for one without sleeping. Thread-safe.</summary>
internal sealed class CallCounter
{
    private readonly Lock _lock = new();
    private readonly List<(int Calls, TaskCompletionSource Reached)> _waiters = [];
    private int _calls;

    public void Add()
    {
        lock (_lock)
        {
            _calls++;
            foreach (var (_, reached) in _waiters.Where(waiter => waiter.Calls <= _calls))
                reached.SetResult();
            _waiters.RemoveAll(waiter => waiter.Calls <= _calls);
        }
    }

    public Task WaitForAsync(int calls, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_calls >= calls)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((calls, reached));
            return reached.Task.WaitAsync(ct);
        }
    }
}
