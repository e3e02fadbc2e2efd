namespace WriteBack.Fast;

// Read-through. While a key is being loaded it is registered here. A key can be written during its load only by being
// inserted first, under the shard's lock, and that marks the load outdated. So a load that ends finds the key resident
// (then that is the answer), or outdated (it was written, stored and evicted meanwhile: load again), or as it began.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    private Dictionary<TKey, Load<TValue>>? _loads;

    /// <summary>Looks a key up once more, and joins the load of it, or registers one that the caller has to run.</summary>
    public Presence ReadOrLoad(in TKey key, ulong hash, out TValue value, out Load<TValue>? load, out bool isNew)
    {
        lock (_lock)
        {
            load = null;
            isNew = false;
            DropExpired(in key, hash);
            var presence = Read(in key, hash, out value);
            if (presence != Presence.Absent)
                return presence;
            _loads ??= new Dictionary<TKey, Load<TValue>>(TraitsComparer<TKey, TTraits>.Instance);
            if (!_loads.TryGetValue(key, out load))
            {
                load = new Load<TValue>();
                _loads.Add(key, load);
                isNew = true;
            }

            return Presence.Absent;
        }
    }

    /// <summary>Ends a load that the store has answered, and keeps what it found if there is room.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="load">The load.</param>
    /// <param name="result">The store's answer; on return the one to give.</param>
    /// <returns><see langword="false"/> when the store has to be asked again.</returns>
    public bool TryEndLoad(in TKey key, ulong hash, Load<TValue> load, ref LoadResult<TValue> result)
    {
        lock (_lock)
        {
            DropExpired(in key, hash);
            var presence = Read(in key, hash, out var resident);
            if (presence == Presence.Absent)
            {
                if (load.IsOutdated)
                {
                    load.IsOutdated = false;
                    return false;
                }

                if (result.Found)
                    InsertClean(in key, hash, result.Value);
            }
            else
            {
                result = new LoadResult<TValue>(presence == Presence.Live, resident);
            }

            _loads!.Remove(key);
            return true;
        }
    }

    /// <summary>Ends a load that failed. The next caller starts anew.</summary>
    public void FailLoad(in TKey key)
    {
        lock (_lock)
            _loads!.Remove(key);
    }

    /// <summary>The cache ends: nobody is to wait for a store that may never answer.</summary>
    public void AbandonLoads(Exception reason)
    {
        lock (_lock)
        {
            foreach (var load in _loads?.Values ?? Enumerable.Empty<Load<TValue>>())
                load.Fail(reason);
        }
    }

    private void OutdateLoad(in TKey key)
    {
        if (_loads is { Count: > 0 } && _loads.TryGetValue(key, out var load))
            load.IsOutdated = true;
    }
}
