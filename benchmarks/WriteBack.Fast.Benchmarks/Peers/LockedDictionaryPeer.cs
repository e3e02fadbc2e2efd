using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>A dictionary behind one lock.</summary>
public readonly struct LockedDictionaryPeer<TKey, TValue>(int entries) : IPeer<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = new(entries);
    private readonly Lock _lock = new();

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
            return _values.TryGetValue(key, out value);
    }

    public void Set(in TKey key, in TValue value)
    {
        lock (_lock)
            _values[key] = value;
    }

    public void Remove(in TKey key)
    {
        lock (_lock)
            _values.Remove(key);
    }
}
