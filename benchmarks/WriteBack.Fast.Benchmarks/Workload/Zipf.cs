namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>
/// Ranks from 0, the rank k as often as 1 / (k + 1)^<paramref name="exponent"/>. By its distribution function, so it is exact.
/// </summary>
internal sealed class Zipf(int ranks, double exponent)
{
    private readonly double[] _cumulative = Accumulate(ranks, exponent);

    public int Next(Random random)
    {
        int place = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return place < 0 ? ~place : place;
    }

    private static double[] Accumulate(int ranks, double exponent)
    {
        double[] cumulative = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++)
            cumulative[rank] = sum += Math.Pow(rank + 1, -exponent);
        return cumulative;
    }
}
