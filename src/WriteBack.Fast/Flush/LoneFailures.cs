namespace WriteBack.Fast;

// An entry that fails in a call of its own may be bad, or the store may be down. The other calls tell. If a call that began after the
// entry failed has stored other entries, and the entry fails again, then the entry is to blame: it is isolated. An entry is known here
// from its first lone failure until it is settled, and always gets a call of its own meanwhile. It is pinned, so its place identifies
// it. The calls are compared by their numbers, which are given in the order in which calls begin.

/// <summary>The entries that have failed in a call of their own. Thread-safe.</summary>
internal sealed class LoneFailures
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(int Shard, int Index), LoneFailure> _entries = [];
    private int _count;
    private int _isolated;
    private long _lastStored;

    /// <summary>Whether there is no such entry.</summary>
    // Acquire: pairs with the release in Count. A worker may miss an entry that another one adds; it is tried with others once more.
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>The number of entries that fail alone while others are stored.</summary>
    // Acquire: pairs with the release in Count.
    public int Isolated => Volatile.Read(ref _isolated);

    /// <summary>Whether an entry is to have a call of its own.</summary>
    public bool Contains(in BatchPlace place)
    {
        if (IsEmpty)
            return false;
        lock (_lock)
            return _entries.ContainsKey((place.Shard, place.Index));
    }

    /// <summary>Notes that a call has stored entries.</summary>
    /// <param name="call">The number of the call.</param>
    public void OnStored(long call)
    {
        if (IsEmpty)
            return;
        lock (_lock)
            _lastStored = Math.Max(_lastStored, call);
    }

    /// <summary>Notes that an entry met an outage in a call of its own.</summary>
    /// <param name="place">The place of the entry.</param>
    /// <param name="call">The number of the call.</param>
    public LoneFailure OnOutage(in BatchPlace place, long call)
    {
        lock (_lock)
        {
            var key = (place.Shard, place.Index);
            var failure = _entries.TryGetValue(key, out var before) ? before.Again(call, _lastStored) : new LoneFailure(call, Failures: 1);
            _entries[key] = failure;
            Count(failure.IsIsolated && !before.IsIsolated ? 1 : 0);
            return failure;
        }
    }

    /// <summary>Forgets an entry that is settled.</summary>
    public void End(in BatchPlace place)
    {
        if (IsEmpty)
            return;
        lock (_lock)
        {
            if (_entries.Remove((place.Shard, place.Index), out var failure))
                Count(failure.IsIsolated ? -1 : 0);
        }
    }

    // Release: pairs with the acquires in IsEmpty and Isolated.
    private void Count(int isolated)
    {
        Volatile.Write(ref _isolated, _isolated + isolated);
        Volatile.Write(ref _count, _entries.Count);
    }
}

/// <summary>The lone failures of an entry.</summary>
/// <param name="Call">The number of the call since which the calls that store others are looked at.</param>
/// <param name="Failures">The number of lone failures.</param>
/// <param name="IsIsolated">Whether others were stored between two of them.</param>
internal readonly record struct LoneFailure(long Call, int Failures, bool IsIsolated = false)
{
    /// <summary>The failures with one more.</summary>
    /// <param name="call">The number of the call.</param>
    /// <param name="lastStored">The number of the last call that has stored entries.</param>
    public LoneFailure Again(long call, long lastStored) => lastStored > Call
        ? new LoneFailure(call, Failures + 1, IsIsolated: true)
        : this with { Failures = Failures + 1 };
}
