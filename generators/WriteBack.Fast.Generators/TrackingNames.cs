namespace WriteBack.Fast.Generators;

/// <summary>Names of the pipeline's steps, by which tests ask whether a step was served from the cache.</summary>
internal static class TrackingNames
{
    public const string Parsed = nameof(Parsed);
    public const string Models = nameof(Models);

    public static IReadOnlyList<string> All { get; } = [Parsed, Models];
}
