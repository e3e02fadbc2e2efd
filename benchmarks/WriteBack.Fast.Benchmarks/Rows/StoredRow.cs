namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>One row that the store was given.</summary>
/// <param name="Write">The number of the write whose value the row has.</param>
/// <param name="Moment">When it was stored, in ticks of the stopwatch.</param>
internal readonly record struct StoredRow(int Write, long Moment);
