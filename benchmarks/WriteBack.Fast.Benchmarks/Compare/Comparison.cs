using WriteBack.Fast.Benchmarks.Results;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What the turns of a pair gave.</summary>
/// <param name="Ours">The 10th percentile of the time of one operation of the cache, in nanoseconds.</param>
/// <param name="Peer">The peer's.</param>
/// <param name="Bytes">Allocated by the cache's thread, per operation.</param>
internal sealed record Comparison(double Ours, double Peer, double Bytes)
{
    // Neighbours only ever make a turn slower. The fast turns are those of the program itself, and a tenth of them is too many
    // to be luck.
    private const double Share = 0.1;

    private const double MostBytes = 0.01;

    public double Ratio => Ours / Peer;

    public static Comparison Of(IReadOnlyCollection<Turn> ours, IReadOnlyCollection<Turn> peer) => new(
        Percentile.Of(Share, ours.Select(static turn => turn.Time)),
        Percentile.Of(Share, peer.Select(static turn => turn.Time)),
        ours.Average(static turn => turn.Bytes));

    /// <summary>Whether the ratio is at most the bound, and nothing is allocated.</summary>
    public bool IsWithin(double? bound) => !(Ratio > bound) && Bytes < MostBytes;
}
