using WriteBack.Fast.Benchmarks.Peers;
using WriteBack.Fast.Benchmarks.Scaling;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Tests;

public class WorkloadTests
{
    [Fact]
    public void Ranks_come_as_often_as_their_law_says()
    {
        const int Ranks = 1_000;
        const int Samples = 1_000_000;
        var zipf = new Zipf(Ranks, Access.Skew);
        var random = new Random(1);
        int[] seen = new int[Ranks];
        for (int sample = 0; sample < Samples; sample++)
            seen[zipf.Next(random)]++;

        double norm = Enumerable.Range(1, Ranks).Sum(static rank => Math.Pow(rank, -Access.Skew));
        foreach (int rank in (int[])[0, 1, 9, 99, 999])
        {
            double expected = Samples * Math.Pow(rank + 1, -Access.Skew) / norm;
            Assert.InRange(seen[rank], expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void As_many_accesses_are_writes_as_asked_for()
    {
        var accesses = Access.Make(EntryKeys.Make(100), 100_000, writes: 0.2, new Random(1));

        Assert.InRange(accesses.Count(static access => access.IsWrite), 19_300, 20_700);
    }

    [Fact]
    public void No_word_of_a_value_is_written_twice_to_a_key()
    {
        var key = new EntryKey(1, 0x5555_5555);
        EntryValue[] values = [.. Enumerable.Range(0, 1_000).Select(write => EntryValue.Of(in key, write))];

        Assert.Equal(values.Length, values.Select(static value => value.Score).Distinct().Count());
        Assert.Equal(values.Length, values.Select(static value => value.Level).Distinct().Count());
        Assert.Equal(values.Length, values.Select(static value => value.X).Distinct().Count());
        Assert.Equal(values.Length, values.Select(static value => value.Y).Distinct().Count());
    }

    [Fact]
    public void Each_write_of_a_mix_has_its_own_number()
    {
        var peer = new DictionaryPeer<EntryKey, EntryValue>(2);
        var (one, other) = (new EntryKey(1, 1), new EntryKey(2, 2));

        Loops.Mix(peer, [new Access(one, isWrite: true), new Access(other, isWrite: true), new Access(one, isWrite: true)], write: 7);

        Assert.Equal((true, EntryValue.Of(in one, 9)), (peer.TryGet(in one, out var value), value));
        Assert.Equal((true, EntryValue.Of(in other, 8)), (peer.TryGet(in other, out value), value));
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(6, new[] { 1, 2, 4, 6 })]
    [InlineData(8, new[] { 1, 2, 4, 8 })]
    public void Threads_double_up_to_the_processors(int processors, int[] threads) =>
        Assert.Equal(threads, ThreadCounts.UpTo(processors));

    [Fact]
    public void Every_member_of_a_crew_works_each_time()
    {
        int[] done = new int[3];
        using (var crew = new Crew(done.Length))
        {
            for (int time = 0; time < 100; time++)
                crew.Run(member => done[member]++);
        }

        Assert.Equal([100, 100, 100], done);
    }

    [Fact]
    public async Task Scaling_is_a_ratio_of_throughputs() => Assert.InRange(await ThreadScaling.OfReadsAsync(threads: 2), 0.1, 10);
}
