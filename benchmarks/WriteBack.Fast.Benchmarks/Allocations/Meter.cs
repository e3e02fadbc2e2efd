using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Allocations;

/// <summary>
/// Counts what is allocated. The least of several rounds, as the runtime itself allocates at times, and after a while, when
/// the code has been compiled for good.
/// </summary>
internal static class Meter
{
    private const int Rounds = 5;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.3);

    /// <summary>By the calling thread, per operation, rounded up: one object in a whole round is too much.</summary>
    public static long OnCaller(int operations, Action run)
    {
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < WarmUp;)
            run();
        return Enumerable.Range(0, Rounds).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            return (GC.GetAllocatedBytesForCurrentThread() - before + operations - 1) / operations;
        });
    }

    /// <summary>By all threads, per operation, to the nearest byte.</summary>
    public static async Task<long> EverywhereAsync(int operations, Func<Task> run)
    {
        for (var warmUp = Stopwatch.StartNew(); warmUp.Elapsed < WarmUp;)
            await run();
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await run();
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return (least + operations / 2) / operations;
    }
}
