namespace WriteBack.Fast.Tests;

internal readonly record struct PlayerKey(long TenantId, int PlayerId);

internal record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

[WriteBackCache<PlayerKey, PlayerState>]
internal sealed partial class PlayerCache;
