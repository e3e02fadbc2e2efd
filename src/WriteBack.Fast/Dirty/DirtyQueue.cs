using System.Numerics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>
/// The dirty entries of one shard: a ring for each priority, the quota of dirty entries, and the waits for the store. Thread-safe,
/// except that each ring has a single consumer.
/// </summary>
internal sealed class DirtyQueue
{
    private readonly DirtyRing[] _rings;
    private readonly DirtyQuotaPool _pool;
    private readonly Action _onBacklog;
    private readonly long _backlogMask;

    // The interlocked adds and the volatile read pair with no other access: the count is exact only while nothing changes.
    private int _redirtied;

    /// <summary>Makes a queue.</summary>
    /// <param name="slots">The number of the shard's slots.</param>
    /// <param name="allowance">The shard's even part of the limit of dirty entries.</param>
    /// <param name="backlog">The shard's even part of a batch, in entries.</param>
    /// <param name="pool">The limit of dirty entries.</param>
    /// <param name="onBacklog">Tells the drainer that the shard has its part of a batch.</param>
    public DirtyQueue(int slots, long allowance, int backlog, DirtyQuotaPool pool, Action onBacklog)
    {
        (_pool, _onBacklog) = (pool, onBacklog);
        _rings = [new DirtyRing(slots), new DirtyRing(slots), new DirtyRing(slots)];
        _backlogMask = (long)BitOperations.RoundUpToPowerOf2((uint)backlog + 1) / 2 - 1;
        Quota = new DirtyQuota(_rings, allowance);
    }

    public DirtyQuota Quota { get; }

    /// <summary>The callers that wait for a slot to be stored.</summary>
    public StoredWaiters Waiters { get; } = new();

    /// <summary>The number of entries that are in flight and dirty again.</summary>
    public int Redirtied => Volatile.Read(ref _redirtied);

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _rings.Sum(static ring => ring.Bytes);

    public DirtyRing RingOf(int lane) => _rings[lane];

    /// <summary>Claims a place in the ring of a priority for a slot that has none there.</summary>
    /// <returns>The places claimed in that ring so far, for <see cref="SignalBacklog(long)"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Claim(int slot, FlushPriority priority) => _rings[priority.Lane].Add(slot);

    /// <summary>Wakes the drainer if a claim completes the shard's part of a batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SignalBacklog(long claimed)
    {
        if ((claimed & _backlogMask) == 0)
            _onBacklog();
    }

    /// <summary>Wakes the drainer because the shard has no clean entry to evict.</summary>
    public void SignalBacklog() => _onBacklog();

    /// <summary>Pins a clean slot, within the limit of dirty entries.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priority">The priority of the write.</param>
    /// <param name="hasPlace">Whether the slot has a stale place in that ring already, which serves the new write.</param>
    public WriteOutcome Pin(int slot, FlushPriority priority, bool hasPlace)
    {
        // The tail of the ring does not count a stale place again.
        if (hasPlace)
            Quota.ClaimUnseen();
        else
            SignalBacklog(Claim(slot, priority));
        return Classify(Quota.Use);
    }

    /// <summary>Gives a pinned slot a place in the ring of a priority.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priority">The priority of the entry.</param>
    /// <param name="hasPlace">Whether the slot has a place in that ring already.</param>
    /// <returns>A position of the ring; the slot's place lies before it.</returns>
    public long Requeue(int slot, FlushPriority priority, bool hasPlace)
    {
        var ring = _rings[priority.Lane];
        if (hasPlace)
            return ring.Tail;
        long position = ring.Add(slot);
        Quota.Release(1);
        return position;
    }

    /// <summary>Decides whether a write that has just claimed its place is accepted, throttled or over the limit.</summary>
    public WriteOutcome Classify(QuotaUse use)
    {
        if (use == QuotaUse.Over && !_pool.TryCover(Quota))
            return WriteOutcome.DirtyLimit;
        return use != QuotaUse.Free && _pool.ThrottlesWriters ? WriteOutcome.Throttled : WriteOutcome.Accepted;
    }

    /// <summary>Counts an entry that became dirty during its flight.</summary>
    public void OnRedirtied() => Interlocked.Increment(ref _redirtied);

    /// <summary>Counts down for an entry that became dirty during its flight: the flight has ended.</summary>
    public void OnRedirtiedReturned() => Interlocked.Decrement(ref _redirtied);
}
