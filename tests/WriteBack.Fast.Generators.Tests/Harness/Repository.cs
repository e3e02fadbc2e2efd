namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>The files that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find("WriteBack.Fast.sln");

    public static string Project { get; } = Find("WriteBack.Fast.Generators.Tests.csproj");

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string Find(string marker)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, marker)))
            directory = directory.Parent ?? throw new FileNotFoundException($"{marker} is not above the output of these tests.");
        return directory.FullName;
    }
}
