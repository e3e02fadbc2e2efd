namespace WriteBack.Fast;

/// <summary>The queues that a slot may wait in.</summary>
internal enum SlotQueue
{
    None = 0,

    /// <summary>Entries that were inserted recently.</summary>
    Window = 1,

    /// <summary>Entries that won against another entry and stay.</summary>
    Main = 2,

    /// <summary>Entries that lost but were pinned, so that they could not be evicted.</summary>
    Pinned = 3,
}

// One word per slot: the upper two bits are its queue, the others the slot after it.

/// <summary>First-in-first-out queues of slots; each slot is in at most one of them. Not thread-safe.</summary>
/// <param name="slots">The number of slots.</param>
internal sealed class SlotQueues(int slots)
{
    private const int Count = 4;
    private const int QueueShift = 30;
    private const int None = -1;

    private readonly uint[] _links = new uint[slots];
    private readonly int[] _heads = [None, None, None, None];
    private readonly int[] _tails = [None, None, None, None];
    private readonly int[] _lengths = new int[Count];

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => _links.Length * (long)sizeof(uint);

    public SlotQueue QueueOf(int slot) => (SlotQueue)(_links[slot] >> QueueShift);

    public int LengthOf(SlotQueue queue) => _lengths[(int)queue];

    /// <summary>The oldest slot of a queue; -1 when it is empty.</summary>
    public int HeadOf(SlotQueue queue) => _heads[(int)queue];

    /// <summary>The slot after another in its queue; -1 for none.</summary>
    public int After(int slot) => (int)(_links[slot] & ((1u << QueueShift) - 1)) - 1;

    /// <summary>Adds a slot that is in no queue.</summary>
    public void Add(SlotQueue queue, int slot)
    {
        ref int tail = ref _tails[(int)queue];
        if (tail == None)
            _heads[(int)queue] = slot;
        else
            Link(queue, tail, slot);
        Link(queue, slot, None);
        tail = slot;
        _lengths[(int)queue]++;
    }

    /// <summary>Takes the oldest slot out of a queue, which must not be empty.</summary>
    public int Take(SlotQueue queue)
    {
        int head = HeadOf(queue);
        Remove(queue, head, before: None);
        return head;
    }

    /// <summary>Takes a slot out of its queue.</summary>
    /// <param name="queue">The slot's queue.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="before">The slot before it; -1 when it is the head.</param>
    public void Remove(SlotQueue queue, int slot, int before)
    {
        int after = After(slot);
        if (before == None)
            _heads[(int)queue] = after;
        else
            Link(queue, before, after);
        if (after == None)
            _tails[(int)queue] = before;
        _links[slot] = 0;
        _lengths[(int)queue]--;
    }

    private void Link(SlotQueue queue, int slot, int after) => _links[slot] = (uint)queue << QueueShift | (uint)(after + 1);
}
