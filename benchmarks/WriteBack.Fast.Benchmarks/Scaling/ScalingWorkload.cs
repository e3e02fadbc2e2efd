using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Scaling;

/// <summary>What threads do.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accesses">The accesses, of which each thread begins elsewhere.</param>
internal sealed record ScalingWorkload(string Name, Access[] Accesses)
{
    /// <summary>
    /// So few that a core's own cache holds them. With more, two threads get more than twice as much done as one, as they get a
    /// larger part of the cache that all cores share.
    /// </summary>
    public const int Entries = 8_000;

    private const int Length = 1 << 17;

    public static EntryKey[] Keys { get; } = EntryKeys.Make(Entries);

    public static ScalingWorkload Reads { get; } = new("reads", Even(isWrite: false));

    public static IReadOnlyList<ScalingWorkload> All { get; } =
    [
        Reads,
        new("coalesced writes", Even(isWrite: true)),
        new("80 % reads, Zipf 0.99", Access.Make(Keys, Length, writes: 0.2, new Random(2))),
    ];

    private static Access[] Even(bool isWrite) => Array.ConvertAll(new Random(2).GetItems(Keys, Length), key => new Access(key, isWrite));
}
