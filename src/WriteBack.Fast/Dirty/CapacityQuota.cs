using System.Runtime.InteropServices;

namespace WriteBack.Fast;

/// <summary>
/// The number of entries that a cache may still take in, over all its shards. Thread-safe. A shard that evicts before it inserts
/// keeps the evicted entry's part of the capacity, so a full cache does not write to this counter at all.
/// </summary>
/// <param name="capacity">The most entries.</param>
internal sealed class CapacityQuota(int capacity)
{
    // The interlocked operations and the volatile read pair with each other alone: nothing is published through the number.
    private Padded _left = new() { Value = capacity };

    /// <summary>Takes capacity for one entry.</summary>
    /// <returns><see langword="false"/> when none is left.</returns>
    public bool TryTake()
    {
        if (Volatile.Read(ref _left.Value) <= 0)
            return false;
        if (Interlocked.Decrement(ref _left.Value) >= 0)
            return true;

        // Another thread took the last one. Until the next line a third thread may see too little capacity, never too much.
        Interlocked.Increment(ref _left.Value);
        return false;
    }

    /// <summary>Returns the capacity of one entry.</summary>
    public void Return() => Interlocked.Increment(ref _left.Value);

    [StructLayout(LayoutKind.Explicit, Size = 2 * AlignedMemory.CacheLine)]
    private struct Padded
    {
        [FieldOffset(AlignedMemory.CacheLine)]
        public int Value;
    }
}
