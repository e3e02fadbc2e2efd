using Microsoft.Data.Sqlite;
using WriteBack.Fast.Benchmarks.EndToEnd;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>What is compared has to end with the same rows.</summary>
public class SqliteSideTests
{
    private const int Entries = 50;
    private const int Batch = 8;

    public static TheoryData<string> Names => [.. Makers.Keys];

    private static Dictionary<string, Func<string, Task<ISide>>> Makers { get; } = new()
    {
        ["raw loop"] = static path => Task.FromResult<ISide>(new RawLoopSide(path, Batch)),
        ["write-through"] = static path => Task.FromResult<ISide>(new WriteThroughSide(path)),
        ["write-back"] = static async path => await WriteBackSide.OpenAsync(path, Batch, Entries),
        ["EF Core"] = static async path =>
        {
            // It updates rows that are there.
            await using (var rows = new RawLoopSide(path, Batch))
                await WriteAllAsync(rows, score: 1);
            return new EntityFrameworkSide(path);
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_side_stores_what_was_written_last(string name)
    {
        using var folder = new ScratchFolder();
        await using var side = await Makers[name](folder.File("entries.db"));

        await WriteAllAsync(side, score: 1);
        await WriteAllAsync(side, score: 2);

        Assert.Equal(
            EntryKeys.Make(Entries).Select(static key => (key, new EntryValue(2, 1, 2, 3))).OrderBy(static row => row.key.Tenant),
            Read(folder.File("entries.db")));
    }

    private static async Task WriteAllAsync(ISide side, long score)
    {
        foreach (var key in EntryKeys.Make(Entries))
            side.Write(in key, new EntryValue(score, 1, 2, 3));
        await side.StoreAsync();
    }

    private static IEnumerable<(EntryKey Key, EntryValue Value)> Read(string path)
    {
        using var connection = new SqliteConnection(SqliteFile.ConnectionString(path));
        connection.Open();
        using var command = new SqliteCommand("SELECT tenant, id, score, level, x, y FROM entry ORDER BY tenant", connection);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            yield return (
                new EntryKey(row.GetInt64(0), row.GetInt64(1)),
                new EntryValue(row.GetInt64(2), row.GetInt64(3), row.GetDouble(4), row.GetDouble(5)));
        }
    }
}
