using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>A peer that did not do what is asked of it would be fast.</summary>
public class PeerTests
{
    private const int Entries = 500;

    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Action> Makers { get; } = new()
    {
        ["Dictionary"] = static () => Check(new DictionaryPeer<EntryKey, EntryValue>(Entries)),
        ["Dictionary, locked"] = static () => Check(new LockedDictionaryPeer<EntryKey, EntryValue>(Entries)),
        ["ConcurrentDictionary"] = static () => Check(new ConcurrentDictionaryPeer<EntryKey, EntryValue>(Entries)),
        ["ConcurrentLru"] = static () => Check(new LruPeer<EntryKey, EntryValue>(CacheOptions.CapacityFor(Entries))),
        ["ConcurrentLfu"] = static () => Check(new LfuPeer<EntryKey, EntryValue>(CacheOptions.CapacityFor(Entries))),
        ["MemoryCache"] = static () => Check(new MemoryCachePeer<EntryKey, EntryValue>(limit: null)),
        ["FusionCache"] = static () => Check(new FusionCachePeer()),
        ["HybridCache"] = static () => Check(HybridCachePeer.Create()),
        ["FASTER"] = static () => Check(new FasterPeer(Entries)),
        ["WriteBack.Fast"] = static () => Check(new WriteBackPeer<EntryKey, EntryValue, EntryCache.Traits>(
            EntryCache.OpenAsync(new NullStore<EntryKey, EntryValue>(), CacheOptions.Resident(Entries)).AsTask().GetAwaiter().GetResult())),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_peer_has_what_was_set_last_and_not_what_was_removed(string name) => Makers[name]();

    private static void Check<TPeer>(TPeer peer)
        where TPeer : struct, IPeer<EntryKey, EntryValue>
    {
        var keys = EntryKeys.Make(Entries);
        foreach (var key in keys)
            peer.Set(in key, default);
        foreach (var key in keys)
            peer.Set(in key, EntryValue.Of(in key));
        peer.Remove(in keys[0]);

        Assert.False(peer.TryGet(in keys[0], out _));
        Assert.False(peer.TryGet(new EntryKey(-1, -1), out _));
        foreach (var key in keys[1..])
            Assert.Equal((true, EntryValue.Of(in key)), (peer.TryGet(in key, out var value), value));

        // What one thread wrote, another reads.
        var other = new Thread(() => Assert.True(peer.ForThisThread().TryGet(in keys[1], out _)));
        other.Start();
        other.Join();
        (peer as IDisposable)?.Dispose();
    }
}
