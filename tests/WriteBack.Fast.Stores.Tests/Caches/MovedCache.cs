namespace WriteBack.Fast.Tests;

/// <summary>The player's key with its members in another order.</summary>
internal readonly record struct MovedKey(int PlayerId, long TenantId);

/// <summary>A player's state as a later version may have it: members moved, two gone, two new.</summary>
internal record struct MovedState(string? Title, int Rank, int Level, string? Motto, long Score);

[WriteBackCache<MovedKey, MovedState>]
internal sealed partial class MovedCache;
