namespace WriteBack.Fast.Tests;

/// <summary>The player's first two columns alone, as an older type of the player had.</summary>
internal record struct Scores(long Score, int Level);

[WriteBackCache<int, Scores>]
internal sealed partial class ScoresCache;
