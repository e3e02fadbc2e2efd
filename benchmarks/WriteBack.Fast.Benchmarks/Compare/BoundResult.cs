using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>One ratio, and whether it is within its bound.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Entries">Of how many entries; null where that does not matter.</param>
/// <param name="Ratio">The ratio.</param>
/// <param name="Bound">What it may be; null where nothing is asked.</param>
/// <param name="Holds">Whether it is that, without allocations where none are allowed.</param>
/// <param name="Ours">Nanoseconds of the cache; null where the ratio is of something else.</param>
/// <param name="Peer">Nanoseconds of the peer.</param>
internal sealed record BoundResult(
    string Name, int? Entries, double Ratio, double? Bound, bool Holds, double? Ours = null, double? Peer = null)
{
    public const string Heading = "| | entries | ns, p10 | peer, ns, p10 | ratio | bound | |\n|---|---|---|---|---|---|---|";

    /// <summary>The columns of a table in a file.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["pair", "entries", "ratio", "bound", "ours_ns", "peer_ns"];

    /// <summary>Whether the bound is the least that will do, and not the most.</summary>
    public bool IsLeast { get; init; }

    /// <summary>What a table in a file has in this row.</summary>
    public IReadOnlyList<string> Cells =>
        [Name, Entries?.ToString(CultureInfo.InvariantCulture) ?? "", Shown(Ratio), Shown(Bound), Shown(Ours), Shown(Peer)];

    public static BoundResult Of(Pair pair, int entries, Comparison comparison)
    {
        double? bound = pair.BoundAt(entries);
        return new(pair.Name, entries, comparison.Ratio, bound, comparison.IsWithin(bound), comparison.Ours, comparison.Peer);
    }

    public static string Shown(double? value) => value?.ToString(value < 100 ? "0.###" : "0.#", CultureInfo.InvariantCulture) ?? "";

    public override string ToString()
    {
        string entries = Entries?.ToString("N0", CultureInfo.InvariantCulture) ?? "";
        string bound = Bound is null ? "" : $"{(IsLeast ? '≥' : '≤')} {Shown(Bound)}";
        string verdict = !Holds ? "**missed**" : Bound is null ? "" : "holds";
        return $"| {Name} | {entries} | {Shown(Ours)} | {Shown(Peer)} | {Shown(Ratio)} | {bound} | {verdict} |";
    }
}
