namespace WriteBack.Fast;

// A flush waits for an entry that failed, whatever value it has by now: the newest one stands for those before. But a key that is
// refused and written again and again must not keep a flush for ever. A value that was accepted before the flush began is gone once the
// store has refused the entry as often as one value may be tried, each time in a batch that was filled after the flush began. So the
// refusals are counted in windows, and with each full window the entry lets go of the fills before it.

/// <summary>The oldest fill that an entry keeps open, and the refusals since (<see cref="FlushWatermarks"/>).</summary>
/// <param name="Fill">The number of that fill.</param>
/// <param name="Window">The number of the fill with which the window of refusals began.</param>
/// <param name="Refusals">The refusals in the window.</param>
internal readonly record struct EntryPast(long Fill, long Window, int Refusals)
{
    /// <summary>The past of an entry that is in a batch for the first time.</summary>
    public static EntryPast Of(long fill) => new(fill, fill, Refusals: 0);

    /// <summary>The past after a refusal.</summary>
    /// <param name="fill">The number of the fill whose batch had the entry.</param>
    /// <param name="most">The refusals of a full window.</param>
    public EntryPast Refused(long fill, int most) =>
        Refusals + 1 < most ? this with { Refusals = Refusals + 1 } : new EntryPast(Window, fill, Refusals: 0);
}
