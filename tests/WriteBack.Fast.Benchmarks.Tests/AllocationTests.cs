using System.Text.Json;
using WriteBack.Fast.Benchmarks.Allocations;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>A gate that lets everything through is none.</summary>
public class AllocationTests
{
    [Fact]
    public void Every_difference_is_named()
    {
        var expected = new Dictionary<string, long> { ["same"] = 0, ["more"] = 8, ["gone"] = 0 };
        var measured = new Dictionary<string, long> { ["same"] = 0, ["more"] = 24, ["new"] = 0 };

        Assert.Equal(
            ["more: expected 8 B, measured 24 B", "gone: expected 0 B, measured nothing", "new: expected nothing, measured 0 B"],
            ExpectedAllocations.Differences(expected, measured));
    }

    [Fact]
    public async Task The_gate_fails_on_a_wrong_expectation()
    {
        var expected = ExpectedAllocations.Read(Path.Combine(Repository.Root, ExpectedAllocations.DefaultPath));
        using var wrong = new TemporaryFile();
        var more = expected.ToDictionary(static of => of.Key, static of => of.Value + 1);
        await File.WriteAllTextAsync(wrong.Path, JsonSerializer.Serialize(more));

        Assert.Equal(1, await AllocationsCommand.RunAsync([wrong.Path]));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_refused()
    {
        using var broken = new TemporaryFile();
        await File.WriteAllTextAsync(broken.Path, "{ \"TryGet, hit\": \"none\" }");

        Assert.Equal(2, await AllocationsCommand.RunAsync([broken.Path]));
        Assert.Equal(2, await AllocationsCommand.RunAsync(["no such file"]));
    }

    [Fact]
    public void One_object_in_a_round_is_counted()
    {
        Assert.Equal(24, Meter.OnCaller(100, static () => Make(100)));
        Assert.Equal(1, Meter.OnCaller(100, static () => Make(1)));
    }

    [Fact]
    public async Task An_object_is_counted_wherever_it_is_made() =>
        Assert.InRange(await Meter.EverywhereAsync(10_000, static () => Task.Run(static () => Make(10_000))), 24, 1_000);

    private static void Make(int objects)
    {
        for (int made = 0; made < objects; made++)
            GC.KeepAlive(new object());
    }
}
