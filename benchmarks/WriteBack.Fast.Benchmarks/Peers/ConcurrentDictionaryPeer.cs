using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>As many locks as processors, and room for all entries from the start.</summary>
public readonly struct ConcurrentDictionaryPeer<TKey, TValue>(int entries) : IPeer<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TValue> _values = new(Environment.ProcessorCount, entries);

    public bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value) => _values.TryGetValue(key, out value);

    public void Set(in TKey key, in TValue value) => _values[key] = value;

    public void Remove(in TKey key) => _values.TryRemove(key, out _);
}
