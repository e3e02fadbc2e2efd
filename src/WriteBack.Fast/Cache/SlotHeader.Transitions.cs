namespace WriteBack.Fast;

// The states of an entry, without its places in rings. Each transition is a method, and is made under the slot's lock.
//
//   (free) ── Insert ──► clean ── MarkDirty ──► dirty ── TryBeginFlight ──► in flight ── EndFlight ──► clean
//      ▲                                         ▲ ▲                           │ ▲
//      │                                         │ └──────── FailFlight ───────┤ │ MarkDirty
//      │                                         │                             │ ▼
//      │                                         └── EndFlight ── dirty and in flight
//      │
//      └── Free ── an entry that is evicted or has expired, a clean tombstone, or an entry that became a dead letter
//
// TryChangeKind makes a live entry a tombstone, or a tombstone live, in any state.

internal partial struct SlotHeader
{
    private const SlotFlags Pinned = SlotFlags.Dirty | SlotFlags.InFlight;

    public readonly bool IsOccupied => (Flags & SlotFlags.Occupied) != 0;

    public readonly bool IsLive => (Flags & SlotFlags.Live) != 0;

    public readonly bool IsTombstone => (Flags & SlotFlags.Tombstone) != 0;

    public readonly bool IsDirty => (Flags & SlotFlags.Dirty) != 0;

    public readonly bool IsInFlight => (Flags & SlotFlags.InFlight) != 0;

    /// <summary>Whether it is dirty or in flight, so that it stays where it is.</summary>
    public readonly bool IsPinned => (Flags & Pinned) != 0;

    public readonly bool IsDirtyAndInFlight => (Flags & Pinned) == Pinned;

    public readonly bool IsAwaited => (Flags & SlotFlags.Awaited) != 0;

    public readonly WriteKind Kind => IsTombstone ? WriteKind.Delete : WriteKind.Upsert;

    /// <summary>A live entry comes into a free slot.</summary>
    public void Insert()
    {
        Frequency = 0;
        Flags |= SlotFlags.Live;
    }

    /// <summary>The entry leaves its slot. Places in rings stay, for the drainer to pass over.</summary>
    public void Free() => Flags &= SlotFlags.Queued;

    /// <summary>Makes a live entry a tombstone, or a tombstone live.</summary>
    /// <returns><see langword="false"/> when it is of that kind already.</returns>
    public bool TryChangeKind(WriteKind kind)
    {
        if (Kind == kind)
            return false;
        Flags ^= SlotFlags.Occupied;
        return true;
    }

    /// <summary>The entry was written.</summary>
    /// <param name="priority">How soon it is to be stored.</param>
    public void MarkDirty(FlushPriority priority)
    {
        Priority = priority;
        Flags |= SlotFlags.Dirty;
        Attempts = 0;
    }

    /// <summary>Somebody waits for the entry to be stored.</summary>
    public void MarkAwaited() => Flags |= SlotFlags.Awaited;

    /// <summary>The entry is copied into a batch.</summary>
    /// <param name="isAwaited">Whether somebody waits for it; whoever waits from now on waits for the next batch.</param>
    /// <returns><see langword="false"/> when it is clean, or in flight already.</returns>
    public bool TryBeginFlight(out bool isAwaited)
    {
        isAwaited = IsAwaited;
        if ((Flags & Pinned) != SlotFlags.Dirty)
            return false;
        Flags = (Flags ^ Pinned) & ~SlotFlags.Awaited;
        return true;
    }

    /// <summary>The batch is over: the entry is clean, or dirty if it was written meanwhile.</summary>
    public void EndFlight() => Flags &= ~SlotFlags.InFlight;

    /// <summary>The batch failed, and the entry was not written meanwhile: it is dirty again.</summary>
    /// <param name="attempts">How often the store has refused its value by now.</param>
    public void FailFlight(int attempts)
    {
        Flags ^= Pinned;
        Attempts = (byte)Math.Min(attempts, byte.MaxValue);
    }

    /// <summary>The slot gets a place in the ring of a priority.</summary>
    /// <returns><see langword="false"/> when it has one there.</returns>
    public bool TryQueue(FlushPriority priority)
    {
        var queued = priority.QueuedFlag;
        if ((Flags & queued) != 0)
            return false;
        Flags |= queued;
        return true;
    }

    /// <summary>The drainer has taken the slot's place in the ring of a priority.</summary>
    public void Dequeue(FlushPriority priority) => Flags &= ~priority.QueuedFlag;
}
