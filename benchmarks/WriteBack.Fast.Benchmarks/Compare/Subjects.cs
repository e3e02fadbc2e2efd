using System.Collections.Concurrent;
using BitFaster.Caching.Lru;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// The cache and its peers, each holding the same entries, and the same random accesses to each. What reads returns the sum of
/// what it found, so that no read is optimised away; what writes returns the number of writes so far.
/// </summary>
internal sealed class Subjects : IAsyncDisposable
{
    // Long enough that the processor's branch predictor cannot learn the accesses by heart.
    private const int LeastAccesses = 1 << 17;
    private const int MostAccesses = 1 << 19;
    private const int ManyKeys = 256;

    private readonly TaskCompletionSource _store = new();
    private readonly EntryKey[] _keys;
    private readonly Dictionary<EntryKey, EntryValue> _dictionary;
    private readonly ConcurrentDictionary<EntryKey, EntryValue> _concurrent;
    private readonly ConcurrentLru<EntryKey, EntryValue> _lru;
    private readonly EntryValue[] _values = new EntryValue[ManyKeys];
    private readonly bool[] _found = new bool[ManyKeys];
    private readonly HandRolled _handRolled = new();
    private EntryCache _dirty = null!;
    private EntryCache _draining = null!;
    private long _writes;

    private Subjects(EntryKey[] all, EntryKey[] accesses)
    {
        _keys = accesses;
        _dictionary = new Dictionary<EntryKey, EntryValue>(all.Length);
        _concurrent = new ConcurrentDictionary<EntryKey, EntryValue>(Environment.ProcessorCount, all.Length);
        _lru = new ConcurrentLru<EntryKey, EntryValue>(Environment.ProcessorCount, CapacityFor(all.Length), EqualityComparer<EntryKey>.Default);
    }

    /// <summary>The accesses.</summary>
    public ReadOnlySpan<EntryKey> Keys => _keys;

    public static async Task<Subjects> CreateAsync(int entries)
    {
        var random = new Random(1);
        EntryKey[] all = [.. Enumerable.Range(0, entries).Select(_ => new EntryKey(random.NextInt64(), random.NextInt64()))];
        var subjects = new Subjects(all, random.GetItems(all, Math.Clamp(entries, LeastAccesses, MostAccesses)));
        var options = new WriteBackOptions
        {
            Capacity = CapacityFor(entries),
            MaxDirtyRatio = 1,
            MaxBatchSize = 1_000,
            Overflow = OverflowPolicy.Throw,
        };

        // The store of the one never answers, so that what is dirty stays so; that of the other answers at once.
        subjects._dirty = await EntryCache.OpenAsync(new HeldStore<EntryKey, EntryValue>(subjects._store.Task), options);
        subjects._draining = await EntryCache.OpenAsync(new NullStore<EntryKey, EntryValue>(), options);
        foreach (var key in all)
        {
            var value = EntryValue.Of(in key, ++subjects._writes);
            subjects._dictionary[key] = value;
            subjects._concurrent[key] = value;
            subjects._lru.AddOrUpdate(key, value);
            subjects._handRolled.Set(in key, in value);
            subjects._dirty.Set(in key, in value);
            subjects._dirty.Set(in key, in value);
            subjects._draining.Set(in key, in value);
        }

        await subjects._draining.FlushAsync();
        await subjects._handRolled.FlushAsync();
        return subjects;
    }

    public long CacheGet(ReadOnlySpan<EntryKey> keys)
    {
        long sum = 0;
        foreach (ref readonly var key in keys)
            sum += _draining.TryGet(in key, out var value) ? value.Score : 0;
        return sum;
    }

    public long CacheGetMany(ReadOnlySpan<EntryKey> keys)
    {
        long found = 0;
        for (int at = 0; at < keys.Length; at += ManyKeys)
            found += _draining.TryGetMany(keys.Slice(at, Math.Min(ManyKeys, keys.Length - at)), _values, _found);
        return found;
    }

    public long DictionaryGet(ReadOnlySpan<EntryKey> keys)
    {
        long sum = 0;
        foreach (ref readonly var key in keys)
            sum += _dictionary.TryGetValue(key, out var value) ? value.Score : 0;
        return sum;
    }

    public long ConcurrentGet(ReadOnlySpan<EntryKey> keys)
    {
        long sum = 0;
        foreach (ref readonly var key in keys)
            sum += _concurrent.TryGetValue(key, out var value) ? value.Score : 0;
        return sum;
    }

    public long LruGet(ReadOnlySpan<EntryKey> keys)
    {
        long sum = 0;
        foreach (ref readonly var key in keys)
            sum += _lru.TryGet(key, out var value) ? value.Score : 0;
        return sum;
    }

    public long CacheSet(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _dirty.Set(in key, EntryValue.Of(in key, ++write));
        return _writes = write;
    }

    public long DictionarySet(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _dictionary[key] = EntryValue.Of(in key, ++write);
        return _writes = write;
    }

    public long ConcurrentSet(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _concurrent[key] = EntryValue.Of(in key, ++write);
        return _writes = write;
    }

    public long LruSet(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _lru.AddOrUpdate(key, EntryValue.Of(in key, ++write));
        return _writes = write;
    }

    public long CacheStore(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _draining.Set(in key, EntryValue.Of(in key, ++write));
        _draining.FlushAsync().AsTask().Wait();
        return _writes = write;
    }

    public long HandRolledStore(ReadOnlySpan<EntryKey> keys)
    {
        long write = _writes;
        foreach (ref readonly var key in keys)
            _handRolled.Set(in key, EntryValue.Of(in key, ++write));
        _handRolled.FlushAsync().Wait();
        return _writes = write;
    }

    public async ValueTask DisposeAsync()
    {
        _store.SetResult();
        await _dirty.DisposeAsync();
        await _draining.DisposeAsync();
        await _handRolled.DisposeAsync();
    }

    // Room for a quarter more: a bounded cache whose entries all fit, as with the dictionaries.
    private static int CapacityFor(int entries) => entries + entries / 4;
}
