using WriteBack.Fast.Benchmarks.Plots;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

public class PlotTests
{
    private static readonly ResultTable Compared = new(
        "a machine, a day",
        ["pair", "entries", "ratio", "bound", "ours_ns", "peer_ns"],
        [
            ["TryGet / Dictionary", "1000", "0.5", "0.75", "5", "10"],
            ["TryGet / ConcurrentLru", "1000", "0.2", "", "5", "25"],
            ["Set, drain, acknowledge / hand-rolled", "1000", "0.1", "0.2", "10", "100"],
            ["TryGetMany / TryGet", "1000", "0.4", "", "2", "5"],
        ]);

    [Fact]
    public void A_page_and_its_charts_come_from_what_is_there()
    {
        using var folder = new ScratchFolder();
        Compared.Write(folder.File("compare.tsv"));

        Assert.Equal(0, PlotsCommand.Run([folder.Path]));

        Assert.Equal(
            ["README.md", "compare.tsv", "reads.png", "writes.png"],
            Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string page = File.ReadAllText(folder.File("README.md"));
        Assert.Contains("| TryGet / Dictionary | 1000 | 0.5 | 0.75 | 5 | 10 |", page, StringComparison.Ordinal);
        Assert.Contains("![reads](reads.png)", page, StringComparison.Ordinal);
        Assert.Contains("a machine, a day", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Ratios_are_shown_by_peer_and_number_of_entries()
    {
        var reads = Charts.Reads(Compared);

        Assert.Equal(["1,000 entries"], reads.Groups);
        Assert.Equal(["Dictionary", "ConcurrentLru"], reads.Series);
        Assert.Equal((0.5, "0.50\n(≤ 0.75)"), reads.ValueOf("1,000 entries", "Dictionary"));
        Assert.Equal((0.2, "0.20"), reads.ValueOf("1,000 entries", "ConcurrentLru"));
        Assert.Equal(["hand-rolled"], Charts.Writes(Compared).Series);
    }

    [Fact]
    public void A_result_without_what_a_chart_needs_is_refused()
    {
        using var folder = new ScratchFolder();
        new ResultTable("a machine", ["workload"], [["reads"]]).Write(folder.File("scaling.tsv"));

        Assert.Equal(2, PlotsCommand.Run([folder.Path]));
        Assert.Equal(2, PlotsCommand.Run([folder.File("no such folder")]));
    }
}
