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
    private readonly DirtyClock _clock;
    private readonly long _backlogMask;

    // The interlocked adds and the volatile read pair with no other access: the count is exact only while nothing changes.
    private int _redirtied;

    /// <summary>Makes a queue.</summary>
    /// <param name="slots">The number of the shard's slots.</param>
    /// <param name="allowance">The shard's even part of the limit of dirty entries.</param>
    /// <param name="backlog">The shard's even part of a batch, in entries.</param>
    /// <param name="pool">The limit of dirty entries.</param>
    /// <param name="clock">The ages of dirty entries, and the drainer's wake-up.</param>
    public DirtyQueue(int slots, long allowance, int backlog, DirtyQuotaPool pool, DirtyClock clock)
    {
        (_pool, _clock) = (pool, clock);
        _rings = [.. Enumerable.Range(0, RingNumber.Lanes).Select(_ => new DirtyRing(slots))];
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
    /// <returns>The places claimed in that ring so far, for <see cref="OnClaimed"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Claim(int slot, FlushPriority priority) => _rings[priority.Lane].Add(slot);

    /// <summary>Tells the clock of a claim, and wakes the drainer if it completes the shard's part of a batch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnClaimed(long claimed)
    {
        if (_clock.IsQuiet || (claimed & _backlogMask) == 0)
            Signal(isBacklog: (claimed & _backlogMask) == 0);
    }

    /// <summary>Has the clock begin to tick, if a write that has just left its slot is the first since it was quiet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnWritten()
    {
        if (_clock.IsClaimed)
            _clock.Begin();
    }

    /// <summary>Pins a clean slot, within the limit of dirty entries.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="priority">The priority of the write.</param>
    /// <param name="hasPlace">Whether the slot needs no place in that ring: a stale place or one among the awaited entries serves.</param>
    public WriteOutcome Pin(int slot, FlushPriority priority, bool hasPlace)
    {
        // The tail of the ring does not count a stale place again.
        if (hasPlace)
            Quota.ClaimUnseen();
        else
            OnClaimed(Claim(slot, priority));
        return Classify(Quota.Use);
    }

    /// <summary>Gives a pinned slot a place among the awaited entries, which are stored at once.</summary>
    public void Await(int slot)
    {
        _rings[RingNumber.Awaited].Add(slot);
        Signal(isBacklog: true);
    }

    /// <summary>Gives a pinned slot a place in the ring of a lane.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="hasPlace">Whether the slot has a place in that ring already.</param>
    /// <returns>A position of the ring; the slot's place lies before it.</returns>
    public long Requeue(int slot, int lane, bool hasPlace)
    {
        var ring = _rings[lane];
        if (hasPlace)
            return ring.Tail;
        long position = ring.Add(slot);

        // The slot is pinned by a claim already. The quota counts the places of priorities as claims, and no others.
        if (lane != RingNumber.Awaited)
            Quota.Release(1);
        OnClaimed(position);
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Signal(bool isBacklog)
    {
        if (_clock.IsQuiet)
            _clock.OnClaimed();
        if (isBacklog)
            _clock.OnBacklog();
    }
}
