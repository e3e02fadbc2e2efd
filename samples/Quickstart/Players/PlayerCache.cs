using WriteBack.Fast;

namespace Quickstart.Players;

/// <summary>A player of a tenant.</summary>
internal readonly record struct PlayerKey(long TenantId, int PlayerId);

/// <summary>What a game server changes many times a second.</summary>
internal record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

/// <summary>The cache of the table <c>player</c>.</summary>
[WriteBackCache<PlayerKey, PlayerState>]
internal sealed partial class PlayerCache;

/// <summary>The same entries in a table of another name.</summary>
[WriteBackCache<PlayerKey, PlayerState>(Name = "player_write_back")]
internal sealed partial class ComparedPlayerCache;
