namespace Quickstart.Comparison;

/// <summary>How long each operation is repeated. What warms up is not measured.</summary>
internal sealed record ComparisonTimes(TimeSpan WarmUp, TimeSpan Writes, TimeSpan Reads);
