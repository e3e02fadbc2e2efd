namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>One operation on some keys, of the cache or of a peer.</summary>
internal delegate long Pass(Subjects of, ReadOnlySpan<EntryKey> keys);

/// <summary>The cache beside a peer, and how much of the peer's time it may take.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Ours">The cache's part.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Bounds">The largest ratio at each of <see cref="Sizes"/>; null where none is given.</param>
internal sealed record Pair(string Name, Pass Ours, Pass Peer, double?[] Bounds)
{
    private const int ManyKeys = 1 << 17;
    private const int ManyTurns = 16;
    private const int FewTurns = 2;

    /// <summary>Entries of the caches, in the order of <see cref="Bounds"/>.</summary>
    public static int[] Sizes { get; } = [1_000, 100_000, 4_000_000];

    public static IReadOnlyList<Pair> All { get; } =
    [
        new("TryGet / ConcurrentDictionary", static (of, keys) => of.CacheGet(keys), static (of, keys) => of.ConcurrentGet(keys), [0.80, 0.85, 1.0]),
        new("TryGet / Dictionary, unsynchronised", static (of, keys) => of.CacheGet(keys), static (of, keys) => of.DictionaryGet(keys), [0.75, 0.80, 0.85]),
        new("TryGet / ConcurrentLru", static (of, keys) => of.CacheGet(keys), static (of, keys) => of.LruGet(keys), [0.45, 0.20, 0.45]),
        new("Set coalesced / Dictionary, unsynchronised", static (of, keys) => of.CacheSet(keys), static (of, keys) => of.DictionarySet(keys), [1.0, 1.0, 1.05]),
        new("Set coalesced / ConcurrentDictionary", static (of, keys) => of.CacheSet(keys), static (of, keys) => of.ConcurrentSet(keys), [0.30, 0.10, 0.14])
        {
            TurnsPerRound = FewTurns,
        },
        new("Set coalesced / ConcurrentLru", static (of, keys) => of.CacheSet(keys), static (of, keys) => of.LruSet(keys), [0.25, 0.12, 0.32]),
        new("Set, drain, acknowledge / hand-rolled", static (of, keys) => of.CacheStore(keys), static (of, keys) => of.HandRolledStore(keys), [0.20, 0.15, 0.20])
        {
            KeysPerPass = ManyKeys,
            TurnsPerRound = FewTurns,
        },
        new("TryGetMany / TryGet", static (of, keys) => of.CacheGetMany(keys), static (of, keys) => of.CacheGet(keys), [null, 0.7, 0.4]),
    ];

    /// <summary>Where a pass ends with a flush, so many that its price is shared, and that writes of one key can coalesce.</summary>
    public int KeysPerPass { get; private init; } = Side.FewKeys;

    /// <summary>Few where a turn is long, as the peer's garbage is collected in it.</summary>
    public int TurnsPerRound { get; private init; } = ManyTurns;

    public double? BoundAt(int entries) => Bounds[Array.IndexOf(Sizes, entries)];
}
