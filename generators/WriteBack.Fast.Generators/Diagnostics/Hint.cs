namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>What a diagnostic tells its code fix: keys of its properties.</summary>
internal static class Hint
{
    /// <summary>Another name to take.</summary>
    public const string Name = nameof(Name);

    /// <summary>There when the member may be marked to be left out.</summary>
    public const string CanIgnore = nameof(CanIgnore);
}
