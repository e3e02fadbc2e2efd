namespace WriteBack.Fast;

// The states of an entry, without its places in rings. Each transition is a method, called under the slot's lock.
//
//   (free) ── Insert ──► clean ── MarkDirty ──► dirty ── TryBeginFlight ──► in flight ── EndFlight ──► clean
//      ▲                                         ▲ ▲                           │ ▲
//      │                                         │ └──────── FailFlight ───────┤ │ MarkDirty
//      │                                         │                             │ ▼
//      │                                         └── EndFlight ── dirty and in flight
//      │
//      └── Free ── an entry that is evicted or has expired, a clean tombstone, or an entry that became a dead letter
//
// A load inserts a clean entry. A write marks a free slot dirty first, since it may be refused, and then inserts its entry.
// TryChangeKind makes a live entry a tombstone, or a tombstone live, whether the entry is clean, dirty or in flight.
//
// An occupied slot can be reserved besides, for the turn of an update (UpdateTurns). A write ends the reservation, and so does Free;
// drain and settlement do not.

internal partial struct SlotHeader
{
    private const SlotFlags Pinned = SlotFlags.Dirty | SlotFlags.InFlight;

    // A bit that no priority has.
    private const byte Reserved = 0x80;

    public readonly bool IsOccupied => (Flags & SlotFlags.Occupied) != 0;

    public readonly bool IsLive => (Flags & SlotFlags.Live) != 0;

    public readonly bool IsTombstone => (Flags & SlotFlags.Tombstone) != 0;

    public readonly bool IsDirty => (Flags & SlotFlags.Dirty) != 0;

    public readonly bool IsInFlight => (Flags & SlotFlags.InFlight) != 0;

    /// <summary>Whether the entry is dirty or in flight, so that it must not be evicted.</summary>
    public readonly bool IsPinned => (Flags & Pinned) != 0;

    public readonly bool IsDirtyAndInFlight => (Flags & Pinned) == Pinned;

    /// <summary>Whether an update has its turn, so that other writers wait.</summary>
    // Volatile, since writers that wait read it in a loop. It pairs with the release of the slot's lock, which ends each change.
    public readonly bool IsReserved => (Volatile.Read(in _priority) & Reserved) != 0;

    /// <summary>Whether an update cannot simply change the entry.</summary>
    public readonly bool IsTombstoneOrReserved => (_state & ((int)SlotFlags.Tombstone | (Reserved << 8))) != 0;

    public readonly WriteKind Kind => IsTombstone ? WriteKind.Delete : WriteKind.Upsert;

    /// <summary>Puts a live entry into a free slot.</summary>
    public void Insert()
    {
        Frequency = 0;
        Flags |= SlotFlags.Live;
    }

    /// <summary>Frees the slot. Its places in rings stay; the drainer passes over them.</summary>
    public void Free()
    {
        Flags &= SlotFlags.Queued;
        EndReservation();
    }

    /// <summary>Reserves the entry for the turn of an update.</summary>
    public void Reserve() => _priority |= Reserved;

    /// <summary>Ends the reservation, if there is one.</summary>
    public void EndReservation() => _priority &= byte.MaxValue ^ Reserved;

    /// <summary>Makes a live entry a tombstone, or a tombstone live.</summary>
    /// <returns><see langword="false"/> when the entry is of that kind already.</returns>
    public bool TryChangeKind(WriteKind kind)
    {
        if (Kind == kind)
            return false;
        Flags ^= SlotFlags.Occupied;
        return true;
    }

    /// <summary>Makes the entry dirty after a write, and ends a reservation.</summary>
    /// <param name="priority">The write's priority.</param>
    public void MarkDirty(FlushPriority priority)
    {
        _priority = (byte)priority;
        Flags |= SlotFlags.Dirty;
        Attempts = 0;
    }

    /// <summary>Puts the entry in flight: it is copied into a batch.</summary>
    /// <returns><see langword="false"/> when the entry is clean, or in flight already.</returns>
    public bool TryBeginFlight()
    {
        if ((Flags & Pinned) != SlotFlags.Dirty)
            return false;
        Flags ^= Pinned;
        return true;
    }

    /// <summary>Ends the flight: the entry is clean, or dirty if it was written meanwhile.</summary>
    public void EndFlight() => Flags &= ~SlotFlags.InFlight;

    /// <summary>Ends the flight of a failed entry that was not written meanwhile: it is dirty again.</summary>
    /// <param name="attempts">The number of times that the store has refused the value.</param>
    public void FailFlight(int attempts)
    {
        Flags ^= Pinned;
        Attempts = (byte)Math.Min(attempts, byte.MaxValue);
    }

    /// <summary>Notes that the slot gets a place in the ring of a priority.</summary>
    /// <returns><see langword="false"/> when it has a place there already.</returns>
    public bool TryQueue(FlushPriority priority) => TryQueue(priority.Lane);

    /// <summary>Notes that the slot gets a place in the ring of a lane.</summary>
    /// <returns><see langword="false"/> when it has a place there already.</returns>
    public bool TryQueue(int lane)
    {
        var queued = SlotFlagsExtensions.QueuedIn(lane);
        if ((Flags & queued) != 0)
            return false;
        Flags |= queued;
        return true;
    }

    /// <summary>Notes that the drainer has taken the slot's place in the ring of a lane.</summary>
    public void Dequeue(int lane) => Flags &= ~SlotFlagsExtensions.QueuedIn(lane);
}
