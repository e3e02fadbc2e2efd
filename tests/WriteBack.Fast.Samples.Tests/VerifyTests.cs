using Quickstart;
using Quickstart.Trace;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class VerifyTests
{
    [Fact]
    public async Task A_table_that_nobody_touched_is_verified()
    {
        var (exitCode, error) = await VerifyAfterAsync("SELECT 1");

        Assert.Equal(0, exitCode);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData(
        "UPDATE trace SET line = 99 WHERE key = 'b'",
        "The table trace has TraceEntry { Line = 99 } for TraceKey { Key = b }, but it should be TraceEntry { Line = 2 }.")]
    [InlineData(
        "DELETE FROM trace WHERE key = 'a'",
        "The table trace has no row for TraceKey { Key = a } (1 missing in all).")]
    [InlineData(
        "INSERT INTO trace(key, line) VALUES('z', 1)",
        "The table trace has a row for TraceKey { Key = z } that should not be there.")]
    public async Task A_row_changed_behind_the_cache_ends_with_a_sentence_and_exit_code_1(string change, string sentence)
    {
        var (exitCode, error) = await VerifyAfterAsync(change);

        Assert.Equal(1, exitCode);
        Assert.Equal(sentence, error.Trim());
    }

    [Fact]
    public void Rows_are_counted()
    {
        KeyValuePair<int, long>[] rows = [new(1, 10), new(2, 20), new(3, 30)];

        Assert.Equal(3, Verify.Rows("some", rows, rows.Reverse()));
    }

    [Fact]
    public void A_ledger_that_adds_up_is_verified() => Assert.Null(Record.Exception(static () => Verify.Ledger(
        new WriteBackStatistics { Writes = 10, Coalesced = 4, Stored = 3, DeadLettered = 2, Pending = 1 })));

    [Theory]
    [InlineData(11)]
    [InlineData(9)]
    public void A_ledger_that_does_not_add_up_is_told(long writes)
    {
        var statistics = new WriteBackStatistics { Writes = writes, Coalesced = 4, Stored = 3, DeadLettered = 2, Pending = 1 };

        Assert.Equal(
            $"{writes} writes were accepted, but 10 are accounted for (4 coalesced, 3 stored, 2 dead-lettered, 1 pending).",
            Assert.Throws<MismatchException>(() => Verify.Ledger(statistics)).Message);
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(0, 1, true)]
    public void Closing_leaves_nothing_behind(long deadLettered, long abandoned, bool isMismatch)
    {
        var report = new DrainReport(Stored: 5, deadLettered, abandoned, Logged: 0, TimeSpan.Zero);

        Assert.Equal(isMismatch, Record.Exception(() => Verify.Drained(report)) is MismatchException);
    }

    [Fact]
    public void A_count_that_differs_is_told() => Assert.Equal(
        "Rows: 3, but it should be 4.",
        Assert.Throws<MismatchException>(static () => Verify.Count("Rows", expected: 4, actual: 3)).Message);

    [Theory]
    [InlineData(3, 4, false)]
    [InlineData(4, 4, true)]
    [InlineData(5, 4, true)]
    public void What_comes_too_late_is_a_mismatch(long first, long second, bool isMismatch) => Assert.Equal(
        isMismatch, Record.Exception(() => Verify.Before("one", first, "another", second)) is MismatchException);

    [Fact]
    public void What_comes_too_late_is_told() => Assert.Equal(
        "Of what reached SQLite the last order is number 1,005 and the first page view number 7, but it should come before.",
        Assert.Throws<MismatchException>(
            static () => Verify.Before("the last order", 1_005, "the first page view", 7)).Message);

    private static async Task<(int ExitCode, string Error)> VerifyAfterAsync(string change)
    {
        using var database = SampleDatabase.Create(path: null);
        await using var store = SqliteStore.Create(database.ConnectionString, TraceCache.Schema);
        await using var cache = await TraceCache.OpenAsync(store, ct: TestContext.Current.CancellationToken);
        cache.Set(new TraceKey("a"), new TraceEntry(1));
        cache.Set(new TraceKey("b"), new TraceEntry(2));
        await cache.FlushAsync(TestContext.Current.CancellationToken);
        using var connection = database.Connect();
        connection.Execute(change);

        using var error = new StringWriter();
        int exitCode = await ExitCode.OfAsync(
            () =>
            {
                Verify.Rows("trace", cache.Snapshot(), TraceTable.Read(connection));
                return Task.CompletedTask;
            },
            error);
        return (exitCode, error.ToString());
    }
}
