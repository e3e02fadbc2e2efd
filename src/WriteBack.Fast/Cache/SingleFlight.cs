using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// A key is registered here while it is being loaded. A write during the load has to insert the key first, under the shard's lock,
// and that marks the load outdated. So at its end a load finds the key in one of three states: resident, and the resident entry is
// the answer; outdated, so it was written, stored and evicted meanwhile, and is loaded again; or absent as at the beginning.

/// <summary>Runs one load per key at a time, for the keys of one shard. Thread-safe.</summary>
/// <param name="shard">The shard that reads entries.</param>
/// <param name="entries">The entries of the shard, which keep the loaded ones.</param>
internal sealed class SingleFlight<TKey, TValue, TTraits>(
    Shard<TKey, TValue, TTraits> shard, ResidentEntries<TKey, TValue, TTraits> entries)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Looks a key up once more. If it is absent, joins its load, or registers one that the caller has to run.</summary>
    public Presence ReadOrLoad(in TKey key, ulong hash, out TValue value, out Load<TValue>? load, out bool isNew)
    {
        lock (entries.Lock)
        {
            load = null;
            isNew = false;
            entries.DropExpired(in key, hash);
            var presence = shard.Read(in key, hash, out value);
            if (presence == Presence.Absent)
                load = entries.Loads.Join(in key, out isNew);
            return presence;
        }
    }

    /// <summary>Ends a load that the store has answered, and keeps the entry if there is room.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="load">The load.</param>
    /// <param name="result">The store's answer; on return the answer for the callers.</param>
    /// <returns><see langword="false"/> when the store must be asked again.</returns>
    public bool TryEndLoad(in TKey key, ulong hash, Load<TValue> load, ref LoadResult<TValue> result)
    {
        lock (entries.Lock)
        {
            entries.DropExpired(in key, hash);
            var presence = shard.Read(in key, hash, out var resident);
            if (presence == Presence.Absent)
            {
                if (load.IsOutdated)
                {
                    load.IsOutdated = false;
                    return false;
                }

                if (result.Found)
                    entries.InsertClean(in key, hash, result.Value);
            }
            else
            {
                result = new LoadResult<TValue>(presence == Presence.Live, resident);
            }

            entries.Loads.Remove(in key);
            return true;
        }
    }

    /// <summary>Ends a load that failed. The next caller starts a new one.</summary>
    public void FailLoad(in TKey key)
    {
        lock (entries.Lock)
            entries.Loads.Remove(in key);
    }

    /// <summary>Fails all waits for loads, because the cache closes and the store may never answer.</summary>
    public void Abandon(Exception reason)
    {
        lock (entries.Lock)
        {
            foreach (var load in entries.Loads.All)
                load.Fail(reason);
        }
    }
}
