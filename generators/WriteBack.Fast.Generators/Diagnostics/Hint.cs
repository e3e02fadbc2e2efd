namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>What a diagnostic tells its code fix: keys of its properties.</summary>
internal static class Hint
{
    /// <summary>Another name to take.</summary>
    public const string Name = nameof(Name);

    /// <summary>There when the member may be marked to be left out.</summary>
    public const string CanIgnore = nameof(CanIgnore);

    /// <summary>For each argument of a call the name that it needs in the asynchronous form, or nothing; separated by commas. Not there
    /// when that form does not take all of the arguments.</summary>
    public const string Arguments = nameof(Arguments);
}
