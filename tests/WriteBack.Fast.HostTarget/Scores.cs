namespace WriteBack.Fast.Tests.Hosting;

/// <summary>What the service keeps of a player.</summary>
public record struct Score(long Points);

/// <summary>The cache of the service.</summary>
[WriteBackCache<int, Score>]
public sealed partial class ScoreCache;
