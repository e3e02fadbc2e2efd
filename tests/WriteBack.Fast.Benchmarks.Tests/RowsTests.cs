using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Rows;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>How rows are counted, on traces that are short enough to count by hand. Moments are in seconds.</summary>
public class RowsTests
{
    [Theory]
    [InlineData(new[] { 0, 0, 0 }, new[] { 1.0, 2, 3 }, new[] { 3.0 })]
    [InlineData(new[] { 0, 0, 0 }, new[] { 1.0, 2, 3.1 }, new[] { 3, 5.1 })]
    [InlineData(new[] { 0, 0, 0, 0 }, new[] { 1.0, 3.1, 5, 5.2 }, new[] { 3, 5.1, 7.2 })]
    [InlineData(new[] { 0, 1, 0, 1 }, new[] { 1.0, 1.1, 4, 4.1 }, new[] { 3, 3.1, 6, 6.1 })]
    public void The_least_begins_anew_with_the_first_write_after_the_staleness(int[] keys, double[] moments, double[] rows) =>
        Assert.Equal(rows.Select(Ticks), Trace(keys, moments).LeastRows(Ticks(2)));

    [Fact]
    public void A_row_is_as_stale_as_the_first_write_that_it_was_stored_for()
    {
        var trace = Trace([0, 1, 0, 0, 1], [1, 2, 3, 4, 5]);

        // Key 0: its writes 0 and 2 in one row, then 3. Key 1: 1, and 4 after the last write.
        var count = RowCount.Of(trace, [Row(2, 3.5), Row(1, 3.5), Row(3, 4.5), Row(4, 5.5)]);

        Assert.Equal(4, count.Rows);
        Assert.Equal([2.5, 1.5, 0.5], count.Staleness.Select(static seconds => Math.Round(seconds, 6)));
    }

    [Fact]
    public void What_is_dirty_at_the_end_counts_once()
    {
        var trace = Trace([0, 0], [1, 2]);

        Assert.Equal(1, RowCount.Of(trace, [Row(0, 2.5), Row(1, 3.5)]).Rows);
        Assert.Equal(2, RowCount.Of(trace, [Row(0, 1.5), Row(1, 3.5)]).Rows);
    }

    [Fact]
    public void A_row_without_a_new_write_counts()
    {
        var count = RowCount.Of(Trace([0, 1], [1, 3]), [Row(0, 1.5), Row(0, 2), Row(1, 4)]);

        Assert.Equal((3, 1), (count.Rows, count.Staleness.Length));
    }

    [Fact]
    public void A_write_that_was_never_stored_is_found() =>
        Assert.Throws<InvalidDataException>(() => RowCount.Of(Trace([0, 1, 0], [1, 2, 3]), [Row(0, 1.5), Row(1, 4)]));

    [Fact]
    public void The_busiest_tenth_of_a_second_is_measured_by_the_mean()
    {
        // Nothing of the first second counts. Then one, three, one and three rows, and one more after the last whole tenth.
        long[] rows = [.. new[] { 1, 1.5, 2.05, 2.11, 2.15, 2.19, 2.25, 2.31, 2.35, 2.39, 2.45 }.Select(Ticks)];

        Assert.Equal(1.5, BusiestTenth.ToMean(rows, Ticks(2.42)), 6);
        Assert.Equal(double.NaN, BusiestTenth.ToMean(rows, Ticks(2)));
        Assert.Equal(double.NaN, BusiestTenth.ToMean([], Ticks(5)));
    }

    [Theory]
    [InlineData(1.05, true)]
    [InlineData(1.06, false)]
    [InlineData(double.NaN, false)]
    public void A_figure_may_be_its_bound_and_no_more(double value, bool holds) =>
        Assert.Equal(holds, new RowsBound("run", "ratio", value, 1.05).Holds);

    [Fact]
    public async Task Every_call_of_a_schedule_is_made_in_order()
    {
        List<int> calls = [];
        await OpenLoop.RunAsync(rate: 1_000_000, count: 1_000, calls.Add);

        Assert.Equal(Enumerable.Range(0, 1_000), calls);
    }

    [Fact]
    public async Task A_run_counts_every_row_of_a_cache()
    {
        var run = new RowsRun("small", Rate: 20_000, KeyCount: 100, RowsRun.Cyclic, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5))
        {
            AwaitedRate = 50,
        };

        var result = await RowsDriver.MeasureAsync(run);

        Assert.Equal((10_000, 25), (result.Writes, result.Latencies.Length));
        Assert.InRange(result.Least, 100 + 25, 600 + 25);
        Assert.InRange(result.Rows, 100 + 25, result.Writes);
        Assert.All(result.Staleness, static seconds => Assert.InRange(seconds, 0, 60));
        Assert.Equal(["rows", "staleness p99.9, s"], RowsBound.Of(result).Select(static bound => bound.Figure));
        Assert.Equal(RowsResult.Columns.Count, result.Cells.Count);
    }

    [Fact]
    public async Task Runs_and_switches_without_sense_are_refused()
    {
        Assert.Equal(2, await RowsCommand.RunAsync(["zipf-2s"]));
        Assert.Equal(2, await RowsCommand.RunAsync(["--quick", "--save"]));
    }

    private static WriteTrace Trace(int[] keys, double[] moments)
    {
        var trace = new WriteTrace(keys.Max() + 1, keys);
        for (int write = 0; write < moments.Length; write++)
            trace.Moments[write] = Ticks(moments[write]);
        return trace;
    }

    private static StoredRow Row(int write, double moment) => new(write, Ticks(moment));

    private static long Ticks(double seconds) => (long)Math.Round(seconds * Stopwatch.Frequency);
}
