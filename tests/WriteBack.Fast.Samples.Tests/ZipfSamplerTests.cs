using Quickstart.Players;

namespace WriteBack.Fast.Samples.Tests;

public class ZipfSamplerTests
{
    private const int Ranks = 1_000;
    private const int Draws = 1_000_000;
    private const double Exponent = 0.99;

    [Fact]
    public void Each_rank_comes_up_in_proportion_to_its_power()
    {
        int[] counts = Draw(seed: 7);
        double sum = Enumerable.Range(1, Ranks).Sum(static rank => Math.Pow(rank, -Exponent));

        foreach (int rank in (int[])[0, 1, 2, 9, 99, 500, Ranks - 1])
        {
            double expected = Draws * Math.Pow(rank + 1, -Exponent) / sum;
            // Five standard deviations of a count.
            Assert.InRange(counts[rank], expected - 5 * Math.Sqrt(expected), expected + 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void An_exponent_of_zero_prefers_no_rank()
    {
        var sampler = new ZipfSampler(ranks: 4, exponent: 0, new Random(7));
        int[] counts = new int[4];
        for (int draw = 0; draw < 40_000; draw++)
            counts[sampler.Next()]++;

        Assert.All(counts, static count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void A_seed_gives_one_sequence() => Assert.Equal(Draw(seed: 3), Draw(seed: 3));

    [Fact]
    public void A_bound_belongs_to_the_rank_above_it_and_the_last_to_the_last()
    {
        // With two even ranks the bounds are 1 and 2 of 2.
        Assert.Equal(0, SampleAt(0));
        Assert.Equal(1, SampleAt(0.5));
        Assert.Equal(1, SampleAt(1));

        static int SampleAt(double share) => new ZipfSampler(ranks: 2, exponent: 0, new FixedRandom(share)).Next();
    }

    [Fact]
    public void There_is_at_least_one_rank() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => new ZipfSampler(ranks: 0, Exponent, new Random(1)));

    private static int[] Draw(int seed)
    {
        var sampler = new ZipfSampler(Ranks, Exponent, new Random(seed));
        int[] counts = new int[Ranks];
        for (int draw = 0; draw < Draws; draw++)
            counts[sampler.Next()]++;
        return counts;
    }

    private sealed class FixedRandom(double share) : Random
    {
        public override double NextDouble() => share;
    }
}
