using System.Reflection;

namespace WriteBack.Fast.Generators.Diagnostics;

/// <summary>Where the page of a diagnostic is: in the repository that this assembly was built from, as far as the build knew one.</summary>
internal static class HelpLink
{
    private const string Package = "https://www.nuget.org/packages/WriteBack.Fast";

    private static readonly string? Repository = typeof(HelpLink).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static attribute => attribute.Key == "RepositoryUrl")?.Value;

    public static string Of(string id) => Of(id, Repository);

    public static string Of(string id, string? repository) => string.IsNullOrEmpty(repository)
        ? Package
        : $"{repository!.TrimEnd('/')}/blob/HEAD/docs/diagnostics/{id}.md";
}
