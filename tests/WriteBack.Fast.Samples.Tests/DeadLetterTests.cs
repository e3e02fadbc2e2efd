using Microsoft.Data.Sqlite;
using Quickstart;
using Quickstart.DeadLetters;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class DeadLetterTests
{
    [Fact]
    public async Task Five_of_a_thousand_rows_are_refused_and_four_are_replayed_by_the_next_cache()
    {
        using var database = SampleDatabase.Create(path: null);

        var run = await Run.OfAsync(database, DeadLetterPart.RunAsync);

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal("995", run.Figure("Rows stored beside those refused"));
        Assert.Equal("5", run.Figure("Dead letters"));
        Assert.Equal("3", run.Figure("Attempts of each"));
        Assert.Equal("5", run.Figure("Letters that outlived the cache"));
        Assert.Equal("4", run.Figure("Replayed"));
        Assert.Equal("1", run.Figure("Not replayed, since there is a newer write"));
        Assert.Equal("0", run.Figure("Letters left"));
        Assert.Contains(
            "Each letter says: SQLite Error 19: 'CHECK constraint failed: quantity >= 0'.", run.Output, StringComparison.Ordinal);
        Assert.Contains("the 1,000 rows of the table stock are what was written", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_of_the_letters_is_removed_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        using var database = SampleDatabase.Create(folder.PathOf("kept.db"));

        await Run.OfAsync(database, DeadLetterPart.RunAsync);

        Assert.Equal([database.Path], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(database.Path)!));
    }

    [Fact]
    public void The_table_refuses_what_is_negative_until_its_constraint_is_dropped()
    {
        using var database = SampleDatabase.Create(path: null);
        using var connection = database.Connect();
        StockTable.Create(connection);
        connection.Execute("INSERT INTO stock VALUES(1, 10)");
        const string negative = "INSERT INTO stock VALUES(2, -20)";
        Assert.Throws<SqliteException>(() => connection.Execute(negative));

        StockTable.DropConstraint(connection);
        connection.Execute(negative);

        Assert.Equal(
            [KeyValuePair.Create(new ItemKey(1), new Stock(10)), KeyValuePair.Create(new ItemKey(2), new Stock(-20))],
            StockTable.Read(connection));
    }
}
