using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>
/// The time that processors spent on this process, on all its threads: waiting for a core that a neighbour has is no part of it.
/// Windows counts it in ticks longer than a turn, so there it is the time that passed.
/// </summary>
internal static class ProcessorClock
{
    public static TimeSpan Now => OperatingSystem.IsWindows() ? Stopwatch.GetElapsedTime(0) : Environment.CpuUsage.TotalTime;
}
