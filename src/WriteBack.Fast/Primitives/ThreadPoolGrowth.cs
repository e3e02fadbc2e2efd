namespace WriteBack.Fast;

// A thread of the pool that blocks is missing to whoever it waits for: the completions of the store's timers and sockets need a thread
// of the pool. The pool adds threads on its own, but slowly once it has its minimum. So the minimum follows the blocked threads.
//
// The minimum belongs to the process, and the user may set it at any time. It was set by the user if it is not the one set here last:
// then that is what is raised from, and what is restored.

/// <summary>Raises the thread pool's minimum while threads of the pool wait in caches. Thread-safe.</summary>
internal sealed class ThreadPoolGrowth
{
    /// <summary>The threads that the pool has at least beyond those that wait.</summary>
    public const int Spare = 2;

    /// <summary>The growth of this process's pool.</summary>
    public static readonly ThreadPoolGrowth Shared = new();

    private readonly Lock _lock = new();
    private int _waiting;
    private int _users;
    private int _raised;

    private ThreadPoolGrowth()
    {
    }

    /// <summary>Blocks until a task has ended, and counts the thread meanwhile if it is one of the pool.</summary>
    /// <exception cref="Exception">The exception of the task.</exception>
    public void Wait(Task task)
    {
        if (task.IsCompleted || !Thread.CurrentThread.IsThreadPoolThread)
        {
            task.GetAwaiter().GetResult();
            return;
        }

        Add(1);
        try
        {
            task.GetAwaiter().GetResult();
        }
        finally
        {
            Add(-1);
        }
    }

    private void Add(int waiting)
    {
        lock (_lock)
        {
            _waiting += waiting;
            ThreadPool.GetMinThreads(out int minimum, out int completionPorts);
            if (minimum != _raised)
                _users = minimum;
            ThreadPool.GetMaxThreads(out int maximum, out _);
            int wanted = _waiting == 0 ? _users : Math.Max(_users, Math.Min(_waiting + Spare, maximum));
            if (wanted == minimum || ThreadPool.SetMinThreads(wanted, completionPorts))
                _raised = wanted > _users ? wanted : 0;
        }
    }
}
