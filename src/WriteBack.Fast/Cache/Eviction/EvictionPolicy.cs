using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// Clock-TinyLFU: a FIFO window and a CLOCK main, with the admission filter of TinyLFU (Einziger, Friedman and Manes, "TinyLFU: A
// highly efficient cache admission policy", 2017). New entries go through the window, a tenth of the cache. When an entry has
// passed through the window and room is needed, it contests with an entry of main: the sketch tells which key was asked for more
// often, and the other entry loses. So keys that are asked for once, as in a scan, do not evict keys that are asked for often.
//
//   insert ─► Window ── wins ──► Main ─┐ rotates while it was read lately, or is pinned
//               │                 │  ▲─┘
//               └── loses ──┬─────┴── loses
//                           ├── clean ──► evicted
//                           └── pinned ─► Pinned ── clean by now ──► evicted
//                                            └── read meanwhile ──► Main
//
// Entries in the Pinned queue take the room of the window, which keeps a quarter of it, and then of main. When they are evicted, each
// loser joins the Pinned queue in their place, clean or not, and each winner makes main grow, until main has its room back.
//
// Reads change only a count of two bits in the slot. The rotation of an entry moves that count into the sketch. A freed slot keeps
// its place in its queue. That place is dropped when it is taken out of the queue, unless a new entry in the slot has inherited it.

/// <summary>Chooses the clean entries of a shard to evict. Needs the shard's lock.</summary>
/// <param name="table">The shard's table.</param>
/// <param name="entries">The number of entries expected in the table.</param>
internal sealed class EvictionPolicy<TKey, TValue, TTraits>(SlotTable<TKey, TValue, TTraits> table, int entries)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>The most entries of main that one eviction passes over.</summary>
    public const int MaxRotations = 32;

    // The most pinned losers of one eviction, and the most entries of the Pinned queue that it looks at again.
    private const int MaxPinned = 8;

    // The victim is chosen among so many entries of main, all within so many places of its head.
    private const int Victims = 5;
    private const int VictimsWithin = 20;

    private readonly FrequencySketch _sketch = new(entries);
    private readonly SlotQueues _queues = new(table.Length);
    private readonly int _fullWindow = WindowOf(entries);
    private readonly int _mainSize = entries - WindowOf(entries);
    private bool _hasMadeRoom;

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _sketch.Bytes + _queues.Bytes;

    /// <summary>The number of entries of main passed over by all evictions.</summary>
    public long Rotations { get; private set; }

    // An entry in the Pinned queue has passed through the window and lost, so it takes the window's room before main's.
    private int WindowSize => Math.Max((_fullWindow + 3) / 4, _fullWindow - _queues.LengthOf(SlotQueue.Pinned));

    /// <summary>Counts a request for a key that is not resident, before room is made for it.</summary>
    public void OnMissed(ulong hash) => _sketch.Add(hash);

    /// <summary>Notes that a slot has a new entry.</summary>
    public void OnInserted(int index)
    {
        if (_queues.QueueOf(index) != SlotQueue.None)
            return;
        _queues.Add(SlotQueue.Window, index);
        bool isFull = _hasMadeRoom;
        _hasMadeRoom = false;
        if (_queues.LengthOf(SlotQueue.Window) <= WindowSize || TakeOccupied(SlotQueue.Window) is not (>= 0 and int passed))
            return;
        long rotations = MaxRotations;
        if (!isFull)
            _queues.Add(SlotQueue.Main, passed);
        else if (Contest(passed, hasRoom: _queues.LengthOf(SlotQueue.Main) < _mainSize, ref rotations) is >= 0 and int loser)
            _queues.Add(SlotQueue.Pinned, loser);
    }

    /// <summary>Finds a victim, takes its lock, and takes it out of its queue.</summary>
    /// <param name="isThorough">Whether to look at every entry if need be, instead of a few.</param>
    /// <param name="index">The victim's slot.</param>
    /// <param name="taken">The sequence to release the lock with.</param>
    /// <returns><see langword="false"/> when no clean entry was found.</returns>
    public bool TryLockVictim(bool isThorough, out int index, out uint taken)
    {
        _hasMadeRoom = true;
        int pinned = isThorough ? table.Length : MaxPinned;
        if (TryLockPinned(pinned, out index, out taken))
            return true;
        for (long rotations = isThorough ? (long)table.Length * (SlotHeader.MaxFrequency + 1) : MaxRotations; pinned > 0; pinned--)
        {
            index = TakeLoser(prefersWindow: pinned > MaxPinned / 2, ref rotations);
            if (index < 0)
                return false;
            if (TryLock(index, out taken))
                return true;
            _queues.Add(SlotQueue.Pinned, index);
        }

        return false;
    }

    /// <summary>Looks in the Pinned queue for an entry that is clean by now.</summary>
    private bool TryLockPinned(int looks, out int index, out uint taken)
    {
        for (looks = Math.Min(looks, _queues.LengthOf(SlotQueue.Pinned)); looks > 0; looks--)
        {
            index = TakeOccupied(SlotQueue.Pinned);
            if (index < 0)
                break;
            ref var slot = ref table[index];
            bool wasUsed = slot.Frequency > 0;
            if (!wasUsed && TryLock(index, out taken))
                return true;
            slot.Frequency = 0;
            _queues.Add(wasUsed ? SlotQueue.Main : SlotQueue.Pinned, index);
        }

        (index, taken) = (-1, 0);
        return false;
    }

    /// <summary>Takes an entry to evict out of its queue: from the window while it is full, else from main, else from the window.</summary>
    /// <returns>-1 when there is no entry.</returns>
    private int TakeLoser(bool prefersWindow, ref long left)
    {
        if (prefersWindow && _queues.LengthOf(SlotQueue.Window) >= WindowSize && TakeOccupied(SlotQueue.Window) is >= 0 and int candidate)
            return Contest(candidate, hasRoom: false, ref left);
        RotateMain(ref left);
        int victim = FindVictim(out int before, out _);
        if (victim < 0)
            return TakeOccupied(SlotQueue.Window);
        _queues.Remove(SlotQueue.Main, victim, before);
        return victim;
    }

    /// <summary>Has an entry that has passed through the window contest with one of main.</summary>
    /// <param name="candidate">The entry, which is in no queue.</param>
    /// <param name="hasRoom">Whether main may keep both.</param>
    /// <param name="left">The number of entries that may still be passed over.</param>
    /// <returns>The loser, which is in no queue; -1 when main keeps both.</returns>
    private int Contest(int candidate, bool hasRoom, ref long left)
    {
        bool wasUsed = TakeOver(candidate, table[candidate].Frequency);
        RotateMain(ref left);
        int victim = FindVictim(out int before, out int estimate);
        int count = _sketch.Estimate(HashOf(candidate));
        bool isWon = victim >= 0 ? count > estimate || (count == estimate && wasUsed) : hasRoom;
        if (!isWon)
            return candidate;
        table[candidate].Frequency = 0;
        _queues.Add(SlotQueue.Main, candidate);
        if (hasRoom)
            return -1;
        _queues.Remove(SlotQueue.Main, victim, before);
        return victim;
    }

    /// <summary>Moves entries that were read lately, or are pinned, from main's head to its tail.</summary>
    private void RotateMain(ref long left)
    {
        while (_queues.HeadOf(SlotQueue.Main) is >= 0 and int head)
        {
            ref var slot = ref table[head];
            bool isOccupied = slot.Header.IsOccupied;
            if (isOccupied && ((slot.Frequency == 0 && !slot.IsPinned) || left <= 0))
                return;
            _queues.Take(SlotQueue.Main);
            if (!isOccupied)
                continue;
            if (slot.Frequency > 0)
            {
                slot.Frequency--;
                TakeOver(head, 1);
            }

            _queues.Add(SlotQueue.Main, head);
            Rotations++;
            left--;
        }
    }

    /// <summary>The entry near main's head whose key was asked for least: a clean one, not read lately if there is one.</summary>
    private int FindVictim(out int before, out int estimate)
    {
        (int found, before, estimate) = (-1, -1, int.MaxValue);
        int head = _queues.HeadOf(SlotQueue.Main);
        int seen = 0;
        int previous = -1;
        int index = head;
        for (int place = 0; index >= 0 && place < VictimsWithin && seen < Victims; place++)
        {
            ref var slot = ref table[index];
            if (slot.Header.IsOccupied && slot.Frequency == 0 && !slot.IsPinned)
            {
                seen++;
                int count = _sketch.Estimate(HashOf(index));
                if (count < estimate)
                    (found, before, estimate) = (index, previous, count);
            }

            previous = index;
            index = _queues.After(index);
        }

        if (found >= 0 || head < 0 || table[head].IsPinned)
            return found;
        estimate = _sketch.Estimate(HashOf(head));
        return head;
    }

    /// <summary>Takes the oldest entry out of a queue, and drops the places of freed slots before it.</summary>
    /// <returns>-1 when there is no entry.</returns>
    private int TakeOccupied(SlotQueue queue)
    {
        while (_queues.HeadOf(queue) >= 0)
        {
            int index = _queues.Take(queue);
            if (table[index].Header.IsOccupied)
                return index;
        }

        return -1;
    }

    private bool TryLock(int index, out uint taken)
    {
        ref var slot = ref table[index];
        taken = 0;
        if (slot.IsPinned)
            return false;
        taken = SlotLock.Take(ref slot.Sequence);
        if (!slot.IsPinned)
            return true;
        SlotLock.Release(ref slot.Sequence, taken);
        return false;
    }

    /// <summary>Moves a number of uses from a slot into the sketch.</summary>
    /// <returns>Whether there were any uses.</returns>
    private bool TakeOver(int index, int uses)
    {
        for (int use = 0; use < uses; use++)
            _sketch.Add(HashOf(index));
        return uses > 0;
    }

    private static int WindowOf(int entries) => Math.Max(1, entries / 10);

    private ulong HashOf(int index) => TTraits.Hash(in table[index].Key);
}
