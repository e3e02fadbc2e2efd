using System.Numerics;
using FASTER.core;

namespace WriteBack.Fast.Benchmarks.Peers;

using Session = ClientSession<EntryKey, EntryValue, EntryValue, EntryValue, Empty, SimpleFunctions<EntryKey, EntryValue>>;

/// <summary>FASTER in memory: its log has room for all entries twice over, so that each is updated in its place.</summary>
public readonly struct FasterPeer : IPeer<EntryKey, EntryValue>, IThreadBound<FasterPeer>, IDisposable
{
    private const long BytesPerEntry = 64;
    private const long BytesPerBucket = 64;
    private const long LeastLog = 1 << 26;

    private readonly FasterKV<EntryKey, EntryValue> _store;
    private readonly ThreadLocal<Session> _sessions;
    private readonly Session _session;

    public FasterPeer(int entries)
    {
        _store = new FasterKV<EntryKey, EntryValue>(new FasterKVSettings<EntryKey, EntryValue>(baseDir: null)
        {
            IndexSize = (long)BitOperations.RoundUpToPowerOf2((ulong)entries) * BytesPerBucket / 2,
            MemorySize = Math.Max(LeastLog, (long)BitOperations.RoundUpToPowerOf2((ulong)entries) * BytesPerEntry * 2),
        });
        var store = _store;
        _sessions = new ThreadLocal<Session>(
            () => store.For(new SimpleFunctions<EntryKey, EntryValue>()).NewSession<SimpleFunctions<EntryKey, EntryValue>>(),
            trackAllValues: true);
        _session = _sessions.Value!;
    }

    private FasterPeer(FasterPeer other)
    {
        this = other;
        _session = _sessions.Value!;
    }

    public FasterPeer ForThisThread() => new(this);

    public bool TryGet(in EntryKey key, out EntryValue value)
    {
        value = default;
        var copy = key;
        return _session.Read(ref copy, ref value).Found;
    }

    public void Set(in EntryKey key, in EntryValue value)
    {
        var (copiedKey, copiedValue) = (key, value);
        _session.Upsert(ref copiedKey, ref copiedValue);
    }

    public void Remove(in EntryKey key)
    {
        var copy = key;
        _session.Delete(ref copy);
    }

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
        _sessions.Dispose();
        _store.Dispose();
    }
}
