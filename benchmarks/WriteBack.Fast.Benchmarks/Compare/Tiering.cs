using System.Runtime;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// Warms up until all is compiled for good. The runtime compiles a method anew once it was called 30 times and nothing else was
/// compiled for 100 ms: first with counters, and after 30 more calls without; a loop after some thousand rounds. So all is done
/// once enough calls were made and, for several times as long, nothing was compiled. That is processor time, so the compiler's
/// thread has had its share of it.
/// </summary>
internal static class Tiering
{
    private const int LeastCalls = 100;

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(0.5);

    public static void WarmUp(params ReadOnlySpan<Side> sides)
    {
        long compiled = 0;
        var since = ProcessorClock.Now;
        for (int calls = 0; calls < LeastCalls || ProcessorClock.Now - since < Quiet; calls++)
        {
            foreach (var side in sides)
                side.WarmUp();
            if (JitInfo.GetCompiledMethodCount() is var count && count != compiled)
                (compiled, since) = (count, ProcessorClock.Now);
        }
    }
}
