using WriteBack.Fast.Benchmarks.Builds;
using WriteBack.Fast.Benchmarks.Compare;
using WriteBack.Fast.Benchmarks.Latency;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Scaling;

namespace WriteBack.Fast.Benchmarks.Tests;

public class ResultTests
{
    [Fact]
    public void A_table_comes_back_from_its_file()
    {
        var table = new ResultTable("2 cores; a day", ["pair", "ratio"], [["TryGet / Dictionary", "0.75"], ["Set, / x", ""]]);
        using var file = new TemporaryFile();
        table.Write(file.Path);

        var read = ResultTable.Read(file.Path);

        Assert.Equal(table.Origin, read.Origin);
        Assert.Equal(table.Columns, read.Columns);
        Assert.Equal(table.Rows, read.Rows);
        Assert.Equal(1, read["ratio"]);
        Assert.Throws<InvalidDataException>(() => read["bound"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pair\tratio\nx\t1\n")]
    [InlineData("# origin\npair\tratio\nx\t1\t2\n")]
    public void A_file_that_is_no_table_is_refused(string text)
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, text);

        Assert.Throws<InvalidDataException>(() => ResultTable.Read(file.Path));
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 5.0, 1, 2 }, 2.0)]
    [InlineData(new[] { 4.0, 1, 2, 9 }, 3.0)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Median.Of(values));

    [Theory]
    [InlineData(0.1, new[] { 3.0 }, 3.0)]
    [InlineData(0.1, new[] { 11.0, 3, 2, 10, 9, 4, 8, 5, 7, 6, 1 }, 2.0)]
    [InlineData(0.1, new[] { 5.0, 1, 2, 3, 4, 6 }, 1.5)]
    [InlineData(0.0, new[] { 4.0, 2 }, 2.0)]
    [InlineData(1.0, new[] { 4.0, 2 }, 4.0)]
    public void A_percentile_lies_between_the_values_beside_its_place(double share, double[] values, double percentile) =>
        Assert.Equal(percentile, Percentile.Of(share, values), 12);

    [Fact]
    public void Percentiles_are_those_of_what_was_recorded()
    {
        var histogram = LatencySummary.NewHistogram();
        for (int nanoseconds = 1; nanoseconds <= 10_000; nanoseconds++)
            histogram.RecordValue(nanoseconds);

        var summary = LatencySummary.Of(histogram);

        Assert.Equal(10_000, summary.Calls);
        Assert.InRange(summary.P50, 4_990, 5_010);
        Assert.InRange(summary.P99, 9_890, 9_910);
        Assert.InRange(summary.P999, 9_980, 10_000);
        Assert.InRange(summary.Max, 10_000, 10_010);
    }

    [Fact]
    public async Task Arguments_that_make_no_sense_are_refused()
    {
        Assert.Equal(2, await LatencyCommand.RunAsync(["--output"]));
        Assert.Equal(2, await ScalingCommand.RunAsync(["--seconds", "3"]));
        Assert.Equal(2, await CompareCommand.RunAsync(["--seconds"]));
        Assert.Equal(2, CompareBuildsCommand.Run([]));
    }
}
