namespace WriteBack.Fast.Samples.Tests;

public class TourTests
{
    [Fact]
    public async Task The_short_tour_verifies_all_its_figures()
    {
        var run = await Run.OfAsync("--quick");

        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        string[] tables = ["process", "player", "player_write_through", "player_write_back", "shop_event", "stock", "wallet"];
        foreach (string table in tables)
            Assert.Contains($"rows of the table {table} are what was written", run.Output, StringComparison.Ordinal);
        Assert.Contains("All figures verified", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirected_tables_are_aligned_and_at_most_100_columns_wide()
    {
        using var folder = new TemporaryFolder();
        var run = await Run.OfAsync("--trace", await folder.WriteAsync("some.trace", "w,a", "r,a"));

        string[] table = [.. run.Output.Split('\n').Where(static line => line.StartsWith('|') || line.StartsWith('+'))];

        Assert.Equal(9, table.Length);
        Assert.Single(table.Select(static line => line.Length).Distinct());
        Assert.InRange(table[0].Length, 1, 100);
    }
}
