namespace WriteBack.Fast;

// The drainers and the workers of all caches run here, and what their stores post. None of it needs the thread pool, whose threads
// may all be blocked in writes that wait for exactly this work.
//
// The states of a thread:
//
//   started ──► running ── queue is empty ──► idle ── popped by Post, woken ──► running
//                                              └───── idle time is over ──────► ended
//
// Post wakes the thread that became idle last, so that those below it in the stack can end. If no thread is idle, Post starts one
// while there are fewer than the limit: one for each worker that has a batch (Enter, Leave), and two more. A higher limit lets Enter
// start a thread for what is queued. A worker that has a batch
// may block its thread: in the store, in an observer, in the sync of dead letters. So at least two threads are left for drainers and
// for continuations, and a store that blocks on its own tasks does not wait for itself. Threads above a limit that has fallen end
// when they are idle.
//
// One lock guards the queue, the idle threads and both counts, so there is nothing else to pair. A thread leaves the idle threads
// under the lock, by Post or by itself; whoever pops it wakes it exactly once. Threads are started and woken outside the lock. An idle
// thread spins before it sleeps, as SemaphoreSlim does: drainer and worker wake each other often.

/// <summary>Threads that run posted callbacks: started on demand, ended when idle. Thread-safe.</summary>
/// <param name="idleTime">How long an idle thread waits for work before it ends.</param>
/// <param name="start">Starts a thread that runs a loop.</param>
internal sealed class FlushThreads(TimeSpan idleTime, Action<Action> start)
{
    /// <summary>The name of each thread.</summary>
    public const string Name = "WriteBack.Fast flush";

    /// <summary>The threads beyond one for each worker that has a batch.</summary>
    public const int Spare = 2;

    /// <summary>The threads of all caches of this process.</summary>
    public static readonly FlushThreads Shared = new(TimeSpan.FromSeconds(5), static loop => BackgroundThread.Start(Name, loop));

    private readonly Lock _lock = new();
    private readonly Queue<FlushWork> _queue = [];
    private readonly List<SemaphoreSlim> _idle = [];
    private int _threads;
    private int _batches;

    /// <summary>The threads that have been started and have not ended.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _threads;
        }
    }

    /// <summary>Has a thread run a callback, in the order of the posts.</summary>
    public void Post(FlushWork work)
    {
        bool isToStart;
        SemaphoreSlim? idle;
        lock (_lock)
        {
            _queue.Enqueue(work);
            isToStart = !TryPopIdle(out idle) && TryAddThread();
        }

        idle?.Release();
        if (isToStart)
            start(Run);
    }

    /// <summary>Registers a worker that has a batch: it may block its thread.</summary>
    public void Enter()
    {
        bool isToStart;
        lock (_lock)
        {
            _batches++;
            isToStart = _queue.Count > 0 && _idle.Count == 0 && TryAddThread();
        }

        if (isToStart)
            start(Run);
    }

    /// <summary>Removes a worker whose batch is settled.</summary>
    public void Leave()
    {
        lock (_lock)
            _batches--;
    }

    private bool TryPopIdle(out SemaphoreSlim? idle)
    {
        idle = _idle.Count > 0 ? _idle[^1] : null;
        if (idle is null)
            return false;
        _idle.RemoveAt(_idle.Count - 1);
        return true;
    }

    private bool TryAddThread()
    {
        if (_threads >= _batches + Spare)
            return false;
        _threads++;
        return true;
    }

    private void Run()
    {
        var execution = ExecutionContext.Capture()!;
        using var wakeUp = new SemaphoreSlim(0);
        while (TryTake(wakeUp, out var work))
            work.Run(execution);
    }

    private bool TryTake(SemaphoreSlim wakeUp, out FlushWork work)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_queue.TryDequeue(out work))
                    return true;
                _idle.Add(wakeUp);
            }

            if (wakeUp.Wait(idleTime))
                continue;
            lock (_lock)
            {
                if (_idle.Remove(wakeUp))
                {
                    _threads--;
                    return false;
                }
            }

            // The thread was popped when its time was over, and its wake-up is on its way.
            wakeUp.Wait();
        }
    }
}
