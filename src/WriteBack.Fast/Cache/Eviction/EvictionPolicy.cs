using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// Clock-TinyLFU. New entries wait in the window, a tenth of the cache. When one has passed through it, and room is
// needed, it contests with an entry of main: the sketch tells which of the two keys was asked for more often, and the
// other goes. So what is asked for once, a scan above all, never drives out what is asked for often.
//
//   insert ─► Window ── wins ──► Main ─┐ rotates while it was read lately, or is pinned
//               │                 │  ▲─┘
//               └── loses ──┬─────┴── loses
//                           ├── clean ──► evicted
//                           └── pinned ─► Pinned ── clean by now ──► evicted
//                                            └── read meanwhile ──► Main
//
// What is parked takes the room of the window, which keeps a quarter of it, and then of main. When the parked ones go, who
// loses is parked in their place, clean or not, and who wins makes main grow again, until it has its room back.
//
// Reads touch nothing of this but a count of two bits in the slot; who rotates an entry takes the count over into the
// sketch. A slot that was vacated keeps its place in its queue; whoever takes it from there drops it, and an entry that
// comes into the slot before takes over the place.

/// <summary>Chooses which clean entry of a shard makes room. Needs the shard's lock.</summary>
/// <param name="table">The shard's table.</param>
/// <param name="entries">How many entries are expected in it.</param>
internal sealed class EvictionPolicy<TKey, TValue, TTraits>(SlotTable<TKey, TValue, TTraits> table, int entries)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Entries of main that an eviction passes over at most.</summary>
    public const int MaxRotations = 32;

    // Entries that an eviction may find pinned when they are to go, and as many that it looks at again.
    private const int MaxPinned = 8;

    // Among how many entries at main's head, and how far behind it, the one to contest with is chosen.
    private const int Victims = 5;
    private const int VictimsWithin = 20;

    private readonly FrequencySketch _sketch = new(entries);
    private readonly SlotQueues _queues = new(table.Length);
    private readonly int _fullWindow = WindowOf(entries);
    private readonly int _mainSize = entries - WindowOf(entries);
    private bool _hasMadeRoom;

    /// <summary>Memory in use.</summary>
    public long Bytes => _sketch.Bytes + _queues.Bytes;

    /// <summary>Entries passed over by all evictions.</summary>
    public long Rotations { get; private set; }

    // Who is parked has passed through the window and lost: better that the window is shorter than that main is.
    private int WindowSize => Math.Max((_fullWindow + 3) / 4, _fullWindow - _queues.LengthOf(SlotQueue.Pinned));

    /// <summary>Notes that a key was asked for that is not resident, before room is made for it.</summary>
    public void OnMissed(ulong hash) => _sketch.Add(hash);

    /// <summary>Notes that an entry has come into a slot.</summary>
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

    /// <summary>Finds a victim and takes its lock. It is in no queue then.</summary>
    /// <param name="isThorough">Whether to look at every entry if need be, and not just at a few.</param>
    /// <param name="index">The victim's slot.</param>
    /// <param name="taken">What to release its lock with.</param>
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

    /// <summary>Looks for an entry that became clean after it was chosen to go.</summary>
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

    /// <summary>Takes an entry out that is to go: from the window while that is full, else from main, else from the window.</summary>
    /// <returns>-1 when there is none.</returns>
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
    /// <param name="left">How many entries may be passed over.</param>
    /// <returns>Who lost, in no queue; -1 for nobody.</returns>
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

    /// <summary>Passes over the entries at main's head that were used lately, or are pinned.</summary>
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

    /// <summary>The entry near main's head that was asked for least: a clean one, not used lately if there is any.</summary>
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

    /// <summary>Takes an entry out that has waited longest, past slots that were vacated.</summary>
    /// <returns>-1 when there is none.</returns>
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

    /// <summary>Takes uses that a slot has counted over into the sketch.</summary>
    /// <returns>Whether there were any.</returns>
    private bool TakeOver(int index, int uses)
    {
        for (int use = 0; use < uses; use++)
            _sketch.Add(HashOf(index));
        return uses > 0;
    }

    private static int WindowOf(int entries) => Math.Max(1, entries / 10);

    private ulong HashOf(int index) => TTraits.Hash(in table[index].Key);
}
