using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace WriteBack.Fast.Tools.Tests.Structure;

/// <summary>A project below <c>src</c>, which is named as its package and its assembly are.</summary>
internal sealed partial class LibraryProject(string path)
{
    private readonly string _folder = Path.GetDirectoryName(path)!;
    private readonly XDocument _project = XDocument.Load(path);

    public static IReadOnlyList<LibraryProject> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(static path => new LibraryProject(path)),
    ];

    public string Name { get; } = Path.GetFileNameWithoutExtension(path);

    public bool IsPackable => _project.Descendants("IsPackable").Any(static property => (bool)property);

    /// <summary>The assemblies that see its internals, by the project or by an attribute in its sources.</summary>
    public IEnumerable<string> Friends => FriendsInProject.Concat(FriendsInSources);

    private IEnumerable<string> FriendsInProject => _project.Descendants("InternalsVisibleTo").Attributes("Include")
        .SelectMany(static include => include.Value.Split(';', StringSplitOptions.TrimEntries));

    private IEnumerable<string> FriendsInSources => Directory.EnumerateFiles(_folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => Path.GetRelativePath(_folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
        .SelectMany(static file => FriendAttribute().Matches(File.ReadAllText(file)))
        .Select(static match => match.Groups[1].Value);

    [GeneratedRegex("""InternalsVisibleTo\("([^",]+)""")]
    private static partial Regex FriendAttribute();
}
