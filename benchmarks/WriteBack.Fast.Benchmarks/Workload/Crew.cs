namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>Threads that begin together, again and again, so that starting them is not measured.</summary>
internal sealed class Crew : IDisposable
{
    private readonly Barrier _begin;
    private readonly Barrier _end;
    private readonly Thread[] _threads;
    private Action<int>? _work;

    public Crew(int members)
    {
        _begin = new Barrier(members + 1);
        _end = new Barrier(members + 1);
        _threads = [.. Enumerable.Range(0, members).Select(member => new Thread(() => Work(member)) { IsBackground = true })];
        foreach (var thread in _threads)
            thread.Start();
    }

    /// <summary>Each member does this, with its number; returns when all have.</summary>
    public void Run(Action<int> work)
    {
        _work = work;
        _begin.SignalAndWait();
        _end.SignalAndWait();
    }

    public void Dispose()
    {
        _work = null;
        _begin.SignalAndWait();
        foreach (var thread in _threads)
            thread.Join();
        _begin.Dispose();
        _end.Dispose();
    }

    private void Work(int member)
    {
        for (_begin.SignalAndWait(); _work is { } work; _begin.SignalAndWait())
        {
            work(member);
            _end.SignalAndWait();
        }
    }
}
