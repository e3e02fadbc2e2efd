using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>For one thread.</summary>
public readonly struct DictionaryPeer<TKey, TValue>(int entries) : IPeer<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _values = new(entries);

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public void Set(in TKey key, in TValue value) => _values[key] = value;

    public void Remove(in TKey key) => _values.Remove(key);
}
