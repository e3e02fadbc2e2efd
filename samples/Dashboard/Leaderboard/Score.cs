using WriteBack.Fast;

namespace Dashboard.Leaderboard;

/// <summary>A player, by name.</summary>
internal readonly record struct Player(string Name);

/// <summary>What a player has.</summary>
internal record struct Score(long Points, int Games, DateTime LastAt);

/// <summary>The scores, in front of the table <c>score</c>.</summary>
[WriteBackCache<Player, Score>]
internal sealed partial class ScoreCache;
