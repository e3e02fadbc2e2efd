namespace Quickstart.Comparison;

/// <summary>What was measured of one way of writing.</summary>
/// <param name="Writes">Of writes.</param>
/// <param name="WritesPerSecond">Until the last was stored.</param>
/// <param name="Reads">Of reads by key.</param>
/// <param name="Rows">The rows verified.</param>
internal sealed record Side(Timing Writes, double WritesPerSecond, Timing Reads, long Rows);
