namespace WriteBack.Fast.Tests;

public readonly record struct PlayerKey(long TenantId, int PlayerId);

public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

/// <summary>The contract's example: its value holds a reference, so its slots are managed.</summary>
[WriteBackCache<PlayerKey, PlayerState>]
public sealed partial class PlayerCache;

/// <summary>A value that shows when it is torn: each member must hold the same number.</summary>
public readonly record struct Quad(long First, long Second, long Third, long Fourth)
{
    public bool IsWhole => First == Second && First == Third && First == Fourth;

    public static Quad Of(long number) => new(number, number, number, number);
}

/// <summary>Without references, so its slots are in pinned memory.</summary>
[WriteBackCache<long, Quad>]
public sealed partial class QuadCache;

[WriteBackCache<long, Quad>(Name = "uncounted", Statistics = false)]
public sealed partial class UncountedCache;

/// <summary>For one test class alone, so that what is measured under its name is that class's own doing.</summary>
[WriteBackCache<long, Quad>(Name = "metered")]
public sealed partial class MeteredCache;

public readonly record struct SessionKey(string Region, Guid Id);

public sealed record Session(string User, int Hits);

/// <summary>Class values and string members of keys.</summary>
[WriteBackCache<SessionKey, Session>]
public sealed partial class SessionCache;
