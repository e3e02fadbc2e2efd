using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>One side of a pair, which takes turns. Each pass goes on in the accesses where the last one stopped.</summary>
internal sealed class Side(Subjects subjects, Pass pass, int keysPerPass)
{
    /// <summary>Keys of a pass: so many that looking at the clock costs nothing, and so few that a turn ends in time.</summary>
    public const int FewKeys = 4_096;

    private const double LeastBytes = 1;

    // Shorter than what the system's scheduler gives a process at a time, so that most turns are not interrupted.
    private static readonly TimeSpan Timed = TimeSpan.FromMilliseconds(1);

    // The other side's turn has taken the processor's caches; some 10 MB are back by then.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(4);

    private int _at;
    private long _warmUpKeys;
    private long _warmUpBytes;

    // Garbage has its price: the turn of whoever makes some lasts from one collection to the next.
    private bool IsCollected => _warmUpBytes > LeastBytes * _warmUpKeys;

    /// <summary>One short pass that is not timed.</summary>
    public void WarmUp()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Go(FewKeys);
        _warmUpBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        _warmUpKeys += FewKeys;
    }

    /// <summary>Passes that are not timed, and then some that are.</summary>
    public Turn TakeTurn()
    {
        Repeat(LeadIn, static () => ProcessorClock.Now);

        long before = GC.GetAllocatedBytesForCurrentThread();
        var begin = ProcessorClock.Now;
        long operations = Repeat(Timed, static () => Stopwatch.GetElapsedTime(0));
        double taken = (ProcessorClock.Now - begin).TotalNanoseconds;
        return new Turn(taken / operations, (double)(GC.GetAllocatedBytesForCurrentThread() - before) / operations);
    }

    // To ask for processor time costs as much as some hundred operations, so the timed loop asks a cheaper clock when to end.
    private long Repeat(TimeSpan time, Func<TimeSpan> clock)
    {
        var begin = clock();
        int collections = GC.CollectionCount(0);
        long operations = 0;
        do
        {
            Go(keysPerPass);
            operations += keysPerPass;
        }
        while (clock() - begin < time || (IsCollected && GC.CollectionCount(0) == collections));
        return operations;
    }

    private void Go(int keys)
    {
        if (_at + keys > subjects.Keys.Length)
            _at = 0;
        pass(subjects, subjects.Keys.Slice(_at, keys));
        _at += keys;
    }
}
