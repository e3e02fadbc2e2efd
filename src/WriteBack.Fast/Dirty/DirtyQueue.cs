using System.Numerics;
using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>
/// What one shard has to store: a ring for each priority, the quota of dirty entries, and who waits for the store. Thread-safe,
/// but for the rings' single consumer.
/// </summary>
internal sealed class DirtyQueue
{
    private readonly DirtyRing[] _rings;
    private readonly DirtyQuotaPool _pool;
    private readonly Action _onBacklog;
    private readonly long _backlogMask;

    // Nobody synchronises on it: exact at rest, read as it is meanwhile.
    private int _redirtied;

    /// <summary>Makes a queue.</summary>
    /// <param name="slots">The shard's slots.</param>
    /// <param name="allowance">The shard's even part of the limit of dirty entries.</param>
    /// <param name="backlog">How many dirty entries are the shard's even part of a batch.</param>
    /// <param name="pool">The limit of dirty entries.</param>
    /// <param name="onBacklog">Tells the drainer that the shard has gathered its part of a batch.</param>
    public DirtyQueue(int slots, long allowance, int backlog, DirtyQuotaPool pool, Action onBacklog)
    {
        (_pool, _onBacklog) = (pool, onBacklog);
        _rings = [new DirtyRing(slots), new DirtyRing(slots), new DirtyRing(slots)];
        _backlogMask = (long)BitOperations.RoundUpToPowerOf2((uint)backlog + 1) / 2 - 1;
        Quota = new DirtyQuota(_rings, allowance);
    }

    public DirtyQuota Quota { get; }

    /// <summary>Who waits for which slot to be stored.</summary>
    public StoredWaiters Waiters { get; } = new();

    /// <summary>Entries that are in flight and dirty again.</summary>
    public int Redirtied => Volatile.Read(ref _redirtied);

    /// <summary>Memory in use.</summary>
    public long Bytes => _rings.Sum(static ring => ring.Bytes);

    public DirtyRing RingOf(int lane) => _rings[lane];

    /// <summary>Claims a place for a slot that has none in the ring of a priority.</summary>
    /// <returns>How many places of the ring are claimed with it, for <see cref="SignalBacklog(long)"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Claim(int slot, FlushPriority priority) => _rings[priority.Lane].Add(slot);

    /// <summary>Wakes the drainer when a claim has completed the shard's part of a batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void SignalBacklog(long claimed)
    {
        if ((claimed & _backlogMask) == 0)
            _onBacklog();
    }

    /// <summary>Wakes the drainer, since there is no clean entry to make room.</summary>
    public void SignalBacklog() => _onBacklog();

    /// <summary>Pins a clean slot, within the limit of dirty entries.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priority">How soon it is to be stored.</param>
    /// <param name="hasPlace">Whether a place from before, now stale, serves.</param>
    public WriteOutcome Pin(int slot, FlushPriority priority, bool hasPlace)
    {
        // A place from before is not seen in the ring again.
        if (hasPlace)
            Quota.ClaimUnseen();
        else
            SignalBacklog(Claim(slot, priority));
        return Classify(Quota.Use);
    }

    /// <summary>Gives a slot that is pinned already a place in the ring of a priority.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priority">Its priority.</param>
    /// <param name="hasPlace">Whether it has one there.</param>
    /// <returns>The position of the ring before which the place lies.</returns>
    public long Requeue(int slot, FlushPriority priority, bool hasPlace)
    {
        var ring = _rings[priority.Lane];
        if (hasPlace)
            return ring.Tail;
        long position = ring.Add(slot);
        Quota.Release(1);
        return position;
    }

    /// <summary>Decides what becomes of a write that has just claimed its place.</summary>
    public WriteOutcome Classify(QuotaUse use)
    {
        if (use == QuotaUse.Over && !_pool.TryCover(Quota))
            return WriteOutcome.DirtyLimit;
        return use != QuotaUse.Free && _pool.ThrottlesWriters ? WriteOutcome.Throttled : WriteOutcome.Accepted;
    }

    /// <summary>Notes that an entry became dirty during its flight.</summary>
    public void OnRedirtied() => Interlocked.Increment(ref _redirtied);

    /// <summary>Notes that the flight of an entry that became dirty meanwhile is over.</summary>
    public void OnRedirtiedReturned() => Interlocked.Decrement(ref _redirtied);
}
