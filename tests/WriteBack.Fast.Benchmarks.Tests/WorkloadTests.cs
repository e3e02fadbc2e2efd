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
