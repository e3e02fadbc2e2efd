namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>Options of a cache that flushes when a test says so, or has a batch full.</summary>
internal static class Manual
{
    public static WriteBackOptions Flushes => new() { FlushInterval = Timeout.InfiniteTimeSpan };
}
