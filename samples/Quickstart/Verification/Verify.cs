using WriteBack.Fast;

namespace Quickstart.Verification;

/// <summary>What must hold at the end of each part.</summary>
internal static class Verify
{
    /// <summary>Compares what should be stored with the rows of a table, both ways.</summary>
    /// <returns>How many rows were compared.</returns>
    public static long Rows<TKey, TValue>(
        string table, IEnumerable<KeyValuePair<TKey, TValue>> expected, IEnumerable<KeyValuePair<TKey, TValue>> rows)
        where TKey : struct, IEquatable<TKey>
        where TValue : struct, IEquatable<TValue>
    {
        Dictionary<TKey, TValue> unseen = new(expected);
        long count = 0;
        foreach (var (key, stored) in rows)
        {
            if (!unseen.Remove(key, out var value))
                throw new MismatchException($"The table {table} has a row for {key} that should not be there.");
            if (!stored.Equals(value))
                throw new MismatchException($"The table {table} has {stored} for {key}, but it should be {value}.");
            count++;
        }

        if (unseen.Count > 0)
        {
            throw new MismatchException(
                $"The table {table} has no row for {unseen.Keys.First()} ({unseen.Count:N0} missing in all).");
        }

        return count;
    }

    /// <summary>Checks that every write has come to exactly one end.</summary>
    public static void Ledger(WriteBackStatistics statistics)
    {
        long accounted = statistics.Coalesced + statistics.Stored + statistics.DeadLettered + statistics.Pending;
        if (statistics.Writes != accounted)
        {
            throw new MismatchException(
                $"{statistics.Writes:N0} writes were accepted, but {accounted:N0} are accounted for "
                + $"({statistics.Coalesced:N0} coalesced, {statistics.Stored:N0} stored, "
                + $"{statistics.DeadLettered:N0} dead-lettered, {statistics.Pending:N0} pending).");
        }
    }

    /// <summary>Checks that closing the cache left nothing behind.</summary>
    public static void Drained(DrainReport report)
    {
        if (report.Abandoned != 0 || report.DeadLettered != 0)
        {
            throw new MismatchException(
                $"Closing the cache abandoned {report.Abandoned:N0} writes and dead-lettered {report.DeadLettered:N0}.");
        }
    }

    public static void Count(string what, long expected, long actual)
    {
        if (actual != expected)
            throw new MismatchException($"{what}: {actual:N0}, but it should be {expected:N0}.");
    }

    /// <summary>Checks that one thing reached SQLite before another.</summary>
    public static void Before(string first, long firstPlace, string second, long secondPlace)
    {
        if (firstPlace >= secondPlace)
        {
            throw new MismatchException(
                $"Of what reached SQLite {first} is number {firstPlace:N0} and {second} number {secondPlace:N0}, "
                + "but it should come before.");
        }
    }
}
