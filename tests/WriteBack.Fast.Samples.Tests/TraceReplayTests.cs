using Microsoft.Data.Sqlite;
using Quickstart;
using Quickstart.Trace;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class TraceReplayTests
{
    [Fact]
    public async Task A_replay_shows_its_figures_and_verifies_the_table()
    {
        using var folder = new TemporaryFolder();
        string trace = await folder.WriteAsync("some.trace", "w,1", "w,1", "r,1", "r,other", "w,user:7,x", "r,user:7,x");

        var run = await Run.OfAsync("--trace", trace);

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("2 (66.7 %)", run.Figure("Reads that hit"));
        Assert.Equal("1 (33.3 %)", run.Figure("Reads that missed"));
        Assert.Equal("1", run.Figure("Loads from SQLite"));
        Assert.Equal("3", run.Figure("Writes"));
        Assert.Contains("the 2 rows of the table trace are what was written", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_memory_has_no_room_for_is_loaded_from_SQLite()
    {
        using var folder = new TemporaryFolder();
        string[] keys = [.. Enumerable.Range(0, 50).Select(static key => $"{key}")];
        string trace = await folder.WriteAsync(
            "some.trace", [.. keys.Select(static key => $"w,{key}"), .. keys.Select(static key => $"r,{key}")]);

        var run = await Run.OfAsync("--trace", trace, "--capacity", "10");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        // Ten entries fit, so at least forty of the fifty reads are loads.
        Assert.InRange(int.Parse(run.Figure("Loads from SQLite"), provider: null), 40, 50);
        Assert.Equal("50", run.Figure("Rows stored"));
    }

    [Fact]
    public async Task A_read_that_gives_anything_but_the_last_write_is_told()
    {
        using var database = SampleDatabase.Create(path: null);
        await using var store = SqliteStore.Create(database.ConnectionString, TraceCache.Schema);
        await using var cache = await TraceCache.OpenAsync(store, ct: TestContext.Current.CancellationToken);
        cache.Set(new TraceKey("a"), new TraceEntry(99));
        using var trace = new TraceFile(new StringReader("r,b\nr,a"), "some.trace");

        var mismatch = await Assert.ThrowsAsync<MismatchException>(() => TracePart.ReplayAsync(trace.Read(), cache));

        Assert.Equal("The read of line 2 gave TraceEntry { Line = 99 } for a, but it should be nothing.", mismatch.Message);
    }

    [Fact]
    public async Task A_database_that_is_named_is_kept()
    {
        using var folder = new TemporaryFolder();
        string trace = await folder.WriteAsync("some.trace", "w,a", "w,b", "w,a");
        string path = folder.PathOf("kept.db");

        var run = await Run.OfAsync("--trace", trace, "--db", path);

        Assert.Equal(0, run.ExitCode);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Assert.Equal(
            [("a", 3L), ("b", 2L)],
            connection.Query("SELECT key, line FROM trace ORDER BY key", static row => (row.GetString(0), row.GetInt64(1))));
    }

    [Fact]
    public async Task A_database_that_exists_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        string trace = await folder.WriteAsync("some.trace", "w,a");
        string path = await folder.WriteAsync("mine.db", "precious");

        var run = await Run.OfAsync("--trace", trace, "--db", path);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"The database {path} cannot be created:", run.Error, StringComparison.Ordinal);
        Assert.Equal(["precious"], await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_malformed_line_ends_with_a_sentence_and_exit_code_2()
    {
        using var folder = new TemporaryFolder();
        string trace = await folder.WriteAsync("some.trace", "w,a", "w;b");

        var run = await Run.OfAsync("--trace", trace);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal($"{trace}, line 2: 'w;b' is not of the form 'r,key' or 'w,key'.", run.Error.Trim());
    }

    [Fact]
    public async Task A_missing_trace_ends_with_a_sentence_and_leaves_no_database()
    {
        using var folder = new TemporaryFolder();
        string trace = folder.PathOf("none.trace");
        string database = folder.PathOf("unused.db");

        var run = await Run.OfAsync("--trace", trace, "--db", database);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"The trace {trace} cannot be read:", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(database));
    }
}
