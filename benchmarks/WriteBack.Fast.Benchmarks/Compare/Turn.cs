namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What one operation took in one turn.</summary>
/// <param name="Time">Nanoseconds.</param>
/// <param name="Bytes">Allocated by the calling thread.</param>
internal readonly record struct Turn(double Time, double Bytes);
