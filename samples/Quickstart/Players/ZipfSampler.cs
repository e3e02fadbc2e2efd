namespace Quickstart.Players;

/// <summary>
/// Draws ranks 0 … n-1, where rank r comes up in proportion to 1 / (r + 1)^s: few are hot, most are rare, as keys in practice
/// are. Inverts a table of the cumulative distribution.
/// </summary>
internal sealed class ZipfSampler
{
    private readonly double[] _upTo;
    private readonly Random _random;

    public ZipfSampler(int ranks, double exponent, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ranks);
        _random = random;
        _upTo = new double[ranks];
        double sum = 0;
        for (int rank = 0; rank < ranks; rank++)
            _upTo[rank] = sum += Math.Pow(rank + 1, -exponent);
    }

    public int Next()
    {
        int found = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        // A draw that hits a bound belongs to the rank above it; the product may round up to the last bound.
        return Math.Min(found < 0 ? ~found : found + 1, _upTo.Length - 1);
    }
}
