using Microsoft.Data.Sqlite;
using WriteBack.Fast.Benchmarks.EndToEnd;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>A table in SQLite that has another name for a while, as a migration may do it.</summary>
internal static class RenamedTable
{
    /// <summary>How many of the rows that were dirty meanwhile come to the table, and how many become dead letters.</summary>
    public static async Task<PartResult> MeasureAsync(StarvationSize size)
    {
        using var folder = new ScratchFolder();
        string path = folder.File("entries.db");
        await using var store = SqliteStore.Create(SqliteFile.ConnectionString(path), EntryCache.Schema);
        await using var cache = await EntryCache.OpenAsync(store, new WriteBackOptions { Capacity = 5 * size.OutageRows });
        using var other = SqliteFile.Open(path);

        Execute(other, "ALTER TABLE entry RENAME TO away");
        var keys = EntryKeys.Make(size.OutageRows);
        for (int write = 0; write < keys.Length; write++)
            cache.Set(in keys[write], EntryValue.Of(in keys[write], write));
        await Task.Delay(size.Outage);
        Execute(other, "ALTER TABLE away RENAME TO entry");

        await Task.Delay(size.Recovery);
        long soon = Rows(other);
        await cache.CloseAsync();
        string after = PartResult.Shown(size.Recovery.TotalSeconds, "F0");
        return new PartResult(
            $"of {size.OutageRows:N0} rows: stored {after} s after the outage, after the close, dead letters",
            $"{soon:N0}, {Rows(other):N0}, {cache.Statistics.DeadLettered:N0}");
    }

    private static long Rows(SqliteConnection connection)
    {
        using var command = new SqliteCommand("SELECT COUNT(*) FROM entry", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
