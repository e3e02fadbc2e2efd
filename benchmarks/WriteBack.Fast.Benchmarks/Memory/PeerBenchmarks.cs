using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Peers;

namespace WriteBack.Fast.Benchmarks.Memory;

/// <summary>
/// What is done is written once, in <see cref="Run{TPeer}"/>, and compiled for each peer. A class that derives from this is
/// one comparison.
/// </summary>
[MemoryDiagnoser]
public abstract class PeerBenchmarks<TKey, TValue>
{
    /// <summary>So many that the processor's branch predictor cannot learn the accesses by heart.</summary>
    protected const int Operations = 1 << 17;

    private object? _peer;

    [Params(1_000, 100_000, 4_000_000)]
    public int Entries { get; set; }

    /// <summary>Those that the peers are filled with.</summary>
    protected TKey[] Resident { get; private set; } = [];

    /// <summary>Those that are asked for.</summary>
    protected TKey[] Keys { get; private set; } = [];

    [GlobalSetup]
    public virtual void SetUp()
    {
        var random = new Random(1);
        Resident = [.. Enumerable.Range(0, Entries).Select(_ => KeyOf(random))];
        Keys = Choose(random);
    }

    [GlobalCleanup]
    public virtual void CleanUp() => (_peer as IDisposable)?.Dispose();

    /// <summary>Runs on a peer, which the first call makes: each benchmark has a process of its own.</summary>
    protected long On<TPeer>(Func<int, TPeer> make)
        where TPeer : struct, IPeer<TKey, TValue>
    {
        if (_peer is null)
        {
            var made = make(Entries);
            foreach (ref readonly var key in Resident.AsSpan())
                made.Set(in key, ValueOf(in key));
            _peer = made;
        }

        return Run((TPeer)_peer);
    }

    protected abstract long Run<TPeer>(TPeer peer)
        where TPeer : struct, IPeer<TKey, TValue>;

    protected abstract TKey KeyOf(Random random);

    protected abstract TValue ValueOf(in TKey key);

    protected virtual TKey[] Choose(Random random) => random.GetItems(Resident, Operations);
}
