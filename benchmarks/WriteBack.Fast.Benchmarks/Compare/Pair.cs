namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>The cache beside a peer, and how much of the peer's time it may take.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Ours">The cache's part.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Bounds">The largest ratio at each of <see cref="CompareCommand.Sizes"/>; null where none is given.</param>
internal sealed record Pair(string Name, Func<Subjects, long> Ours, Func<Subjects, long> Peer, double?[] Bounds)
{
    public static IReadOnlyList<Pair> All { get; } =
    [
        new("TryGet / ConcurrentDictionary", static of => of.CacheGet(), static of => of.ConcurrentGet(), [0.80, 0.85, 1.0]),
        new("TryGet / Dictionary, unsynchronised", static of => of.CacheGet(), static of => of.DictionaryGet(), [0.75, 0.80, 0.85]),
        new("TryGet / ConcurrentLru", static of => of.CacheGet(), static of => of.LruGet(), [0.45, 0.20, 0.45]),
        new("Set coalesced / Dictionary, unsynchronised", static of => of.CacheSet(), static of => of.DictionarySet(), [1.0, 1.0, 1.05]),
        new("Set coalesced / ConcurrentDictionary", static of => of.CacheSet(), static of => of.ConcurrentSet(), [0.30, 0.10, 0.14]),
        new("Set coalesced / ConcurrentLru", static of => of.CacheSet(), static of => of.LruSet(), [0.25, 0.12, 0.32]),
        new("Set, drain, acknowledge / hand-rolled", static of => of.CacheStore(), static of => of.HandRolledStore(), [0.20, 0.15, 0.20]),
        new("TryGetMany / TryGet", static of => of.CacheGetMany(), static of => of.CacheGet(), [null, 0.7, 0.4]),
    ];
}
