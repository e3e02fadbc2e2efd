using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// A seqlock (Lameter, "Effective synchronization on Linux/NUMA systems", 2005), whose odd state is taken by
// compare-and-swap and so is a spin lock among writers. Held for a handful of instructions, never across user code or I/O.

/// <summary>Operations on <see cref="Slot{TKey,TValue}.Sequence"/>.</summary>
internal static class SlotLock
{
    /// <summary>The bit of a sequence that is set while a writer is inside.</summary>
    public const uint Taken = 1;

    /// <summary>The sequence once no writer is inside. What is read after this is of that writer or newer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint ReadStable(ref uint sequence)
    {
        // Acquire: pairs with the release in Release.
        uint seen = Volatile.Read(ref sequence);
        return (seen & Taken) == 0 ? seen : Spin(ref sequence);
    }

    /// <summary>Whether no writer was inside since <paramref name="seen"/>, so that what was read in between is whole.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsUnchanged(ref uint sequence, uint seen)
    {
        // Keeps the reads of the slot before the second read of the sequence; pairs with the full fence of TryTake,
        // which keeps the writer's stores after its odd sequence.
        Volatile.ReadBarrier();
        return sequence == seen;
    }

    /// <summary>Takes the lock unless a writer was inside since <paramref name="seen"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryTake(ref uint sequence, uint seen) =>
        Interlocked.CompareExchange(ref sequence, seen + 1, seen) == seen;

    /// <summary>Takes the lock, waiting for the writer inside.</summary>
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

    /// <summary>Gives the lock back and shows readers that the slot has changed.</summary>
    /// <param name="sequence">The slot's sequence.</param>
    /// <param name="taken">What it was when the lock was taken.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Release(ref uint sequence, uint taken) =>
        // Release: pairs with the acquire in ReadStable.
        Volatile.Write(ref sequence, taken + 2);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Spin(ref uint sequence)
    {
        var spinner = new SpinWait();
        while (true)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            uint seen = Volatile.Read(ref sequence);
            if ((seen & Taken) == 0)
                return seen;
        }
    }
}
