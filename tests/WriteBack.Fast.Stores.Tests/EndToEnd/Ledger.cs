namespace WriteBack.Fast.Tests.EndToEnd;

internal static class Ledger
{
    /// <summary>Every accepted write has gone one way.</summary>
    public static void AssertBalanced(WriteBackStatistics statistics) => Assert.Equal(
        statistics.Writes, statistics.Coalesced + statistics.Stored + statistics.DeadLettered + statistics.Pending);
}
