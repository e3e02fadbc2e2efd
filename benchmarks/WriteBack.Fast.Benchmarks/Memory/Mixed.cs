using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>Reads and writes by several threads, some keys asked for far more often than others.</summary>
public class Mixed : EntryBenchmarks
{
    private Crew _crew = null!;
    private Access[] _accesses = [];
    private long _done;

    public static IEnumerable<int> AllThreads => ThreadCounts.UpTo(Environment.ProcessorCount);

    [ParamsSource(nameof(AllThreads))]
    public int Threads { get; set; }

    [Params(20, 50)]
    public int WritesPercent { get; set; }

    public override void SetUp()
    {
        base.SetUp();
        _crew = new Crew(Threads);
        _accesses = Access.Make(Resident, Operations, WritesPercent / 100.0, new Random(2));
    }

    public override void CleanUp()
    {
        _crew.Dispose();
        base.CleanUp();
    }

    protected override long Run<TPeer>(TPeer peer)
    {
        int share = _accesses.Length / Threads;
        _crew.Run(member => Loops.Mix(peer.ForThisThread(), _accesses.AsSpan(member * share, share), _done + member * share));
        _done += _accesses.Length;
        return _accesses.Length;
    }
}
