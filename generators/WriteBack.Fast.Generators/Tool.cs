namespace WriteBack.Fast.Generators;

/// <summary>The generator, as the attribute on what it generates names it.</summary>
internal static class Tool
{
    public const string Name = "WriteBack.Fast.Generators";

    public static string Version { get; } = typeof(Tool).Assembly.GetName().Version.ToString();
}
