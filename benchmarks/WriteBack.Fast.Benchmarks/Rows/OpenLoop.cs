using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>Calls at a rate, by a schedule that does not wait for slow calls: what was missed is caught up.</summary>
internal static class OpenLoop
{
    /// <summary>Makes the calls on a thread of its own.</summary>
    /// <param name="rate">The calls a second.</param>
    /// <param name="count">How many calls there are.</param>
    /// <param name="call">A call, with its number.</param>
    public static Task RunAsync(int rate, int count, Action<int> call) =>
        Task.Factory.StartNew(() => Run(rate, count, call), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(int rate, int count, Action<int> call)
    {
        long begin = Stopwatch.GetTimestamp();
        for (int done = 0; done < count;)
        {
            int due = (int)Math.Min(count, Stopwatch.GetElapsedTime(begin).TotalSeconds * rate);
            while (done < due)
                call(done++);
            if (done < count)
                Thread.Sleep(1);
        }
    }
}
