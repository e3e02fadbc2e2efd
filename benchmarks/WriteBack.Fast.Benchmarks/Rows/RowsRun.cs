using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>One run of the command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rate">The writes a second.</param>
/// <param name="KeyCount">How many keys are written.</param>
/// <param name="Law">From the numbers of keys and of writes, the key of each write.</param>
/// <param name="Interval">The cache's flush interval, which is the staleness that is allowed.</param>
/// <param name="Length">For how long is written.</param>
internal sealed record RowsRun(string Name, int Rate, int KeyCount, Func<int, int, int[]> Law, TimeSpan Interval, TimeSpan Length)
{
    private const int Many = 200_000;
    private const int Few = 20_000;

    public static IReadOnlyList<RowsRun> All { get; } =
    [
        new("zipf-1s", 100_000, Many, Zipfian, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)),
        new("zipf-5s", 100_000, Many, Zipfian, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20)),
        new("zipf-0.5s", 20_000, Many, Zipfian, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(10)),
        new("uniform-2s", 150_000, Many, Uniform, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)),
        new("awaited-20", 100_000, Few, Cyclic, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)) { AwaitedRate = 20 },
        new("awaited-100", 100_000, Few, Cyclic, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(6)) { AwaitedRate = 100 },
    ];

    /// <summary>How many awaited writes a second are made beside the others, each to a key that nothing else writes.</summary>
    public int AwaitedRate { get; init; }

    public int Awaited => (int)(AwaitedRate * Length.TotalSeconds);

    /// <summary>The same, just long enough for every key to be stored and for the evenness to be seen.</summary>
    public RowsRun Quick() => this with { Length = Interval + TimeSpan.FromSeconds(2.5) };

    public WriteTrace NewTrace() => new(KeyCount, Law(KeyCount, (int)(Rate * Length.TotalSeconds)));

    public static int[] Zipfian(int keys, int writes)
    {
        var zipf = new Zipf(keys, Access.Skew);
        var random = new Random(2);
        return [.. Enumerable.Range(0, writes).Select(_ => zipf.Next(random))];
    }

    public static int[] Uniform(int keys, int writes)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, writes).Select(_ => random.Next(keys))];
    }

    public static int[] Cyclic(int keys, int writes) => [.. Enumerable.Range(0, writes).Select(write => write % keys)];
}
