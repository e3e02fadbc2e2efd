namespace Game
{
    public readonly record struct PlayerKey(long TenantId, int PlayerId);

    public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

    public sealed partial class PlayerCache;
}

internal readonly record struct SessionKey(string Realm, Guid Id);

internal sealed class Session
{
    public required string User { get; init; }

    public DateTime? Expires { get; init; }

    public List<string>? Roles { get; init; }
}

internal static partial class Host
{
    internal sealed partial class SessionCache;
}
