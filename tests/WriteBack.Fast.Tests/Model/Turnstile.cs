namespace WriteBack.Fast.Tests.Model;

/// <summary>Lets callers through while it is open, and holds them while it is closed, to let them through one by one. Thread-safe.</summary>
internal sealed class Turnstile
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _held = [];
    private bool _isClosed;

    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _isClosed;
        }
    }

    public Task PassAsync()
    {
        lock (_lock)
        {
            if (!_isClosed)
                return Task.CompletedTask;
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue(held);
            return held.Task;
        }
    }

    public void Close()
    {
        lock (_lock)
            _isClosed = true;
    }

    /// <summary>Lets the one through who came first, if any.</summary>
    public void LetOneThrough()
    {
        lock (_lock)
        {
            if (_held.TryDequeue(out var first))
                first.SetResult();
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _isClosed = false;
            while (_held.TryDequeue(out var held))
                held.SetResult();
        }
    }
}
