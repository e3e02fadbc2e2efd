using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>
/// The entries that a cache may still take in, over all its shards. A shard that evicts before it inserts keeps the room
/// it had, so a full cache does not write to this at all.
/// </summary>
internal sealed class CapacityQuota(int capacity)
{
    // Read-modify-writes on one word pair with each other alone: nothing else is published through it.
    private Padded _left = new() { Value = capacity };

    /// <summary>Takes room for one entry if there is any.</summary>
    public bool TryTake()
    {
        if (Volatile.Read(ref _left.Value) <= 0)
            return false;
        if (Interlocked.Decrement(ref _left.Value) >= 0)
            return true;

        // Lost the race for the last place. Whoever looks before this is undone sees too little room, never too much.
        Interlocked.Increment(ref _left.Value);
        return false;
    }

    /// <summary>Gives the room of one entry back.</summary>
    public void Return() => Interlocked.Increment(ref _left.Value);

    [StructLayout(LayoutKind.Explicit, Size = 2 * AlignedMemory.CacheLine)]
    private struct Padded
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public int Value;
    }
}
