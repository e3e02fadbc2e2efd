namespace WriteBack.Fast.Benchmarks.Results;

internal static class Percentile
{
    /// <summary>The value that a share of the values is no greater than: between two of them, what a line through them gives.</summary>
    public static double Of(double share, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
