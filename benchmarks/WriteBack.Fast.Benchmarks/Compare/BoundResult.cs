using System.Globalization;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>One ratio, and whether it is within its bound.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Entries">Of how many entries; null where that does not matter.</param>
/// <param name="Ratio">The median of the ratios.</param>
/// <param name="Bound">What it may be; null where nothing is asked.</param>
/// <param name="Holds">Whether it is that, without allocations where none are allowed.</param>
/// <param name="Ours">Nanoseconds of the cache; null where the ratio is of something else.</param>
/// <param name="Peer">Nanoseconds of the peer.</param>
internal sealed record BoundResult(
    string Name, int? Entries, double Ratio, double? Bound, bool Holds, double? Ours = null, double? Peer = null)
{
    /// <summary>Whether the bound is the least that will do, and not the most.</summary>
    public bool IsLeast { get; init; }

    /// <summary>What a table in a file has in this row.</summary>
    public IReadOnlyList<string> Cells =>
        [Name, Entries?.ToString(CultureInfo.InvariantCulture) ?? "", Shown(Ratio), Shown(Bound), Shown(Ours), Shown(Peer)];

    public static string Shown(double? value) => value?.ToString(value < 100 ? "0.###" : "0", CultureInfo.InvariantCulture) ?? "";

    public override string ToString() =>
        $"| {Name} | {Entries?.ToString("N0", CultureInfo.InvariantCulture)} | {Shown(Ratio)} | {(Bound is null ? "" : IsLeast ? "≥ " : "≤ ")}{Shown(Bound)}{(Holds ? "" : " **missed**")} | {Shown(Ours)} | {Shown(Peer)} |";
}
