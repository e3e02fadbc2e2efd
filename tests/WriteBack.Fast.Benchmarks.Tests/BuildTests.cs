using System.Diagnostics;
using WriteBack.Fast.Benchmarks.Builds;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>How two builds are judged.</summary>
public class BuildTests
{
    [Theory]
    [InlineData(1.05, 1.05, 0)]
    [InlineData(0.5, 1.0, 0)]
    [InlineData(1.051, 1.05, 1)]
    [InlineData(1.05, 1.051, 1)]
    [InlineData(1.051, 1.051, 2)]
    public void A_pair_is_slower_when_ratio_and_time_say_so(double ratio, double time, int verdict) =>
        Assert.Equal((BuildVerdict)verdict, new BuildComparison(ratio, time, 0, 2).Verdict);

    [Fact]
    public void A_round_that_went_wrong_does_not_count()
    {
        var comparison = BuildComparison.Of([Round(10, 20, 11, 20), Round(10, 20, 50, 20), Round(8, 10, 10, 10)]);

        Assert.Equal(1.25, comparison.Ratio, 12);
        Assert.Equal((1.25, 1.1, 5), (comparison.Time, comparison.LeastTime, comparison.MostTime));
    }

    [Fact]
    public void A_slow_phase_of_both_sides_leaves_the_ratio_alone()
    {
        var round = Round(10, 20, 20, 40);

        Assert.Equal((1, 2), (round.Ratio, round.Time));
    }

    [Theory]
    [InlineData(5.2, 10, 0)]
    [InlineData(6, 10, 1)]
    [InlineData(6, 12, 3)]
    public void The_exit_code_says_whether_a_pair_is_slower(double ours, double peer, int code)
    {
        using var folder = new ScratchFolder();
        Table(("get", 5, 10), ("set", 5, 10)).Write(folder.File("old-1.tsv"));
        Table(("get", 5, 10), ("set", ours, peer)).Write(folder.File("new-1.tsv"));

        Assert.Equal(code, CompareBuildsCommand.Run([folder.Path]));
    }

    [Fact]
    public void Rounds_are_put_together_by_pair()
    {
        using var folder = new ScratchFolder();
        for (int round = 1; round <= 3; round++)
        {
            Table(("get", 5, 10), ("set", 7, 7)).Write(folder.File($"old-{round}.tsv"));
            Table(("get", 5 * round, 10), ("set", 7, 14)).Write(folder.File($"new-{round}.tsv"));
        }

        var pairs = BuildRounds.Read(folder.Path);

        Assert.Equal([("get", "1000"), ("set", "1000")], pairs.Select(static pair => pair.Key));
        Assert.Equal([1, 2, 3], pairs[0].Select(static round => round.Ratio));
        Assert.Equal([0.5, 0.5, 0.5], pairs[1].Select(static round => round.Ratio));
        Assert.Equal([1, 1, 1], pairs[1].Select(static round => round.Time));
    }

    [Fact]
    public void Results_that_do_not_belong_together_are_refused()
    {
        using var folder = new ScratchFolder();
        Assert.Equal(2, CompareBuildsCommand.Run([folder.Path]));

        Table(("get", 5, 10)).Write(folder.File("old-1.tsv"));
        Assert.Throws<FileNotFoundException>(() => BuildRounds.Read(folder.Path));

        Table(("set", 5, 10)).Write(folder.File("new-1.tsv"));
        Assert.Throws<InvalidDataException>(() => BuildRounds.Read(folder.Path));
    }

    [Fact]
    public async Task The_script_lets_the_builds_lead_in_turn_and_fails_when_one_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        using var folder = new ScratchFolder();
        foreach (string build in (string[])["old", "new"])
        {
            Directory.CreateDirectory(folder.File(build));
            await File.WriteAllTextAsync(Path.Combine(folder.File(build), "WriteBack.Fast.Benchmarks.dll"), "");
        }

        // In place of dotnet: notes what it was called with, and fails when asked to.
        await File.WriteAllTextAsync(folder.File("dotnet"), "#!/bin/sh\necho \"$@\" >> \"$CALLS\"\n[ \"$3\" != \"$FAILING\" ] || exit 2\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File("dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal(1, await RunScriptAsync(folder, failing: ""));

        string[] calls = await File.ReadAllLinesAsync(folder.File("calls"));
        Assert.Equal(9, calls.Length);
        Assert.Equal($"{folder.File("new")}/WriteBack.Fast.Benchmarks.dll compare-builds {folder.File("results")}", calls[8]);
        Assert.Equal(
            ["new 1000 --follows", "new 1000 --leads", "new 2000 --follows", "new 2000 --leads",
             "old 1000 --follows", "old 1000 --leads", "old 2000 --follows", "old 2000 --leads"],
            calls[..8].Select(static call => call.Split(' ')).Select(static call =>
                $"{Path.GetFileName(Path.GetDirectoryName(call[0]))} {call[2]} {call[5]}").Order(StringComparer.Ordinal));

        Assert.Equal(2, await RunScriptAsync(folder, failing: "2000"));
    }

    private static async Task<int> RunScriptAsync(ScratchFolder folder, string failing)
    {
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                Path.Combine(Repository.Root, "benchmarks", "compare-builds.sh"), folder.File("old"), folder.File("new"), folder.File("results"),
            },
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["CALLS"] = folder.File("calls");
        start.Environment["FAILING"] = failing;
        start.Environment["ROUNDS"] = "2";
        start.Environment["SIZES"] = "1000 2000";
        using var script = Process.Start(start)!;
        await script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode;
    }

    private static BuildRound Round(double oldOurs, double oldPeer, double newOurs, double newPeer) =>
        new(new PairTimes(oldOurs, oldPeer), new PairTimes(newOurs, newPeer));

    private static ResultTable Table(params (string Pair, double Ours, double Peer)[] rows) => new(
        "a machine",
        ["pair", "entries", "ours_ns", "peer_ns"],
        [.. rows.Select(static row => (string[])[row.Pair, "1000", $"{row.Ours}", $"{row.Peer}"])]);
}
