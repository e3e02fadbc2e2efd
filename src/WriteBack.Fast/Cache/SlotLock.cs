using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// A seqlock (Lameter, "Effective synchronization on Linux/NUMA systems", 2005). A writer makes the sequence odd by compare-and-swap,
// so among writers the seqlock is a spin lock. It is held for a few instructions, never across user code or I/O.

/// <summary>Operations on <see cref="Slot{TKey,TValue}.Sequence"/>.</summary>
internal static class SlotLock
{
    /// <summary>The bit of a sequence that is set while a writer is inside.</summary>
    public const uint Taken = 1;

    /// <summary>Waits until no writer is inside and returns the sequence. Later reads see that writer's stores or newer ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadStable(ref uint sequence)
    {
        // Acquire: pairs with the releases in Release and SlotHeader.LeaveDirty.
        uint seen = Volatile.Read(ref sequence);
        return (seen & Taken) == 0 ? seen : Spin(ref sequence);
    }

    /// <summary>Whether no writer was inside since <paramref name="seen"/>, so that what was read in between is untorn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUnchanged(ref uint sequence, uint seen)
    {
        // The barrier keeps the reads of the slot before the second read of the sequence. It pairs with the full fence in TryTake, which
        // keeps the writer's stores after its odd sequence.
        Volatile.ReadBarrier();
        return sequence == seen;
    }

    /// <summary>Takes the lock unless a writer was inside since <paramref name="seen"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake(ref uint sequence, uint seen) =>
        // Full fence: pairs with the barrier in IsUnchanged, and with the releases of earlier writers.
        Interlocked.CompareExchange(ref sequence, seen + 1, seen) == seen;

    /// <summary>Takes the lock, and waits for a writer that is inside.</summary>
    /// <returns>The sequence to release it with.</returns>
    public static uint Take(ref uint sequence)
    {
        while (true)
        {
            uint seen = ReadStable(ref sequence);
            if (TryTake(ref sequence, seen))
                return seen;
        }
    }

    /// <summary>Releases the lock. The new sequence shows readers that the slot has changed.</summary>
    /// <param name="sequence">The slot's sequence.</param>
    /// <param name="taken">The sequence that <see cref="Take"/> returned, or that <see cref="TryTake"/> was given.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release(ref uint sequence, uint taken) =>
        // Release: pairs with the acquires in ReadStable and SlotHeader.Read.
        Volatile.Write(ref sequence, taken + 2);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Spin(ref uint sequence)
    {
        var spinner = new SpinWait();
        while (true)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            // Acquire: as in ReadStable.
            uint seen = Volatile.Read(ref sequence);
            if ((seen & Taken) == 0)
                return seen;
        }
    }
}
