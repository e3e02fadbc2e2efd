using WriteBack.Fast.Benchmarks.Compare;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>How a verdict comes from turns.</summary>
public class CompareTests
{
    [Fact]
    public void Turns_alternate_and_the_cache_begins()
    {
        List<string> taken = [];
        var turns = new Turns(() => Take("cache"), () => Take("peer"));

        Assert.True(turns.Take(2));
        Assert.True(turns.Take(1));

        Assert.Equal(["cache", "peer", "cache", "peer", "cache", "peer"], taken);

        Turn Take(string side)
        {
            taken.Add(side);
            return new Turn(1, 0);
        }
    }

    [Fact]
    public void Each_side_is_judged_by_its_own_tenth_percentile()
    {
        var ours = Times([4, 5, 6, 6, 6, 6, 6, 6, 6, 600, 900]);
        var peer = Times([90, 80, 70, 60, 50, 40, 30, 20, 10, 9, 1_000]);
        var turns = new Turns(() => ours.Dequeue(), () => peer.Dequeue());
        turns.Take(11);

        Assert.Equal((5, 10, 0.5), (turns.Result.Ours, turns.Result.Peer, turns.Result.Ratio));

        static Queue<Turn> Times(double[] times) => new(times.Select(static time => new Turn(time, 0)));
    }

    [Theory]
    [InlineData(8.0, 0.8, true)]
    [InlineData(8.0001, 0.8, false)]
    [InlineData(80.0, null, true)]
    public void A_ratio_may_be_its_bound_and_no_more(double ours, double? bound, bool holds) =>
        Assert.Equal(holds, new Comparison(ours, Peer: 10, Bytes: 0).IsWithin(bound));

    [Fact]
    public void A_cache_that_allocates_misses_every_bound()
    {
        // A turn in ten allocates a byte per ten operations.
        Turn[] ours = [.. Enumerable.Range(0, 10).Select(static turn => new Turn(1, turn == 0 ? 0.1 : 0))];
        Turn[] peer = [new Turn(10, 100)];

        Assert.False(Comparison.Of(ours, peer).IsWithin(1));
        Assert.False(Comparison.Of(ours, peer).IsWithin(null));
        Assert.True(Comparison.Of(ours[1..], peer).IsWithin(1));
    }

    [Fact]
    public void A_row_says_what_was_measured_and_whether_it_holds()
    {
        var pair = new Pair("Get / peer", static (_, _) => 0, static (_, _) => 0, [0.5, 0.5, null]);

        Assert.Equal("| Get / peer | 1,000 | 5 | 10 | 0.5 | ≤ 0.5 | holds |", BoundResult.Of(pair, 1_000, new(5, 10, 0)).ToString());
        Assert.Equal("| Get / peer | 100,000 | 6 | 10 | 0.6 | ≤ 0.5 | **missed** |", BoundResult.Of(pair, 100_000, new(6, 10, 0)).ToString());
        Assert.Equal("| Get / peer | 4,000,000 | 7 | 10 | 0.7 |  |  |", BoundResult.Of(pair, 4_000_000, new(7, 10, 0)).ToString());
        Assert.Equal(["Get / peer", "1000", "0.5", "0.5", "5", "10"], BoundResult.Of(pair, 1_000, new(5, 10, 0)).Cells);
    }

    [Fact]
    public void Arguments_name_sizes_a_time_and_a_file()
    {
        var all = CompareArguments.Parse([]);
        Assert.NotNull(all);
        Assert.True(all.IsWhole);
        Assert.Null(all.File);

        var some = CompareArguments.Parse(["1000", "--save", "x.tsv", "4000000", "--seconds", "2.5"]);
        Assert.NotNull(some);
        Assert.False(some.IsWhole);
        Assert.Equal([1_000, 4_000_000], some.Sizes);
        Assert.Equal((TimeSpan.FromSeconds(2.5), "x.tsv", null), (some.Time, some.File, some.Pipes));

        var leader = CompareArguments.Parse(["1000", "--leads", "folder"]);
        Assert.Equal((true, "folder"), (leader!.IsLeader, leader.Pipes));
        var follower = CompareArguments.Parse(["1000", "--follows", "folder"]);
        Assert.Equal((false, "folder", TimeSpan.MaxValue), (follower!.IsLeader, follower.Pipes, follower.Time));
    }

    [Theory]
    [InlineData("2000")]
    [InlineData("--save")]
    [InlineData("--seconds 0")]
    [InlineData("--seconds soon")]
    [InlineData("--output x.tsv")]
    [InlineData("--leads folder")]
    [InlineData("1000 100000 --follows folder")]
    public void Arguments_without_sense_are_refused(string args) => Assert.Null(CompareArguments.Parse(args.Split(' ')));
}
