namespace WriteBack.Fast;

/// <summary>The loads of one shard that are under way, by key. Guarded by the shard's lock.</summary>
/// <param name="keys">The comparer of keys.</param>
internal sealed class PendingLoads<TKey, TValue>(IEqualityComparer<TKey> keys)
    where TKey : struct
    where TValue : notnull
{
    private Dictionary<TKey, Load<TValue>>? _loads;

    public IEnumerable<Load<TValue>> All => _loads?.Values ?? Enumerable.Empty<Load<TValue>>();

    /// <summary>Joins the load of a key, or registers one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="isNew">Whether the caller has to run the load.</param>
    public Load<TValue> Join(in TKey key, out bool isNew)
    {
        _loads ??= new Dictionary<TKey, Load<TValue>>(keys);
        isNew = !_loads.TryGetValue(key, out var load);
        if (isNew)
            _loads.Add(key, load = new Load<TValue>());
        return load!;
    }

    public void Remove(in TKey key) => _loads!.Remove(key);

    /// <summary>Marks the load of a key as outdated: the key was inserted, so the store's answer may be older.</summary>
    public void Outdate(in TKey key)
    {
        if (_loads is { Count: > 0 } && _loads.TryGetValue(key, out var load))
            load.IsOutdated = true;
    }
}
