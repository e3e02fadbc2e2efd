namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>What was seen of a trace at a capacity.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Capacity">The capacity.</param>
/// <param name="Ratios">The share of keys that were found, by policy.</param>
internal sealed record Cell(string Trace, int Capacity, IReadOnlyDictionary<string, double> Ratios)
{
    /// <summary>A policy's share of what is possible.</summary>
    public double OfOptimum(string policy) => Ratios[policy] / Ratios[Policies.Optimal];

    public static async Task<Cell> MeasureAsync(Trace trace, int capacity)
    {
        Dictionary<string, double> ratios = [];
        foreach (var (name, hits) in Policies.All)
            ratios[name] = (double)await hits(trace.Keys, capacity) / trace.Keys.Length;
        return new Cell(trace.Name, capacity, ratios);
    }
}
