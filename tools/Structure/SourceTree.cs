using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WriteBack.Fast.Structure;

/// <summary>The C# files below a folder, and what they declare.</summary>
internal sealed class SourceTree
{
    // What the project's implicit usings declare.
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    /// <summary>Reads the files.</summary>
    /// <param name="root">The folder.</param>
    public SourceTree(string root)
    {
        Root = Path.GetFullPath(root);
        Files = [.. PathsBelow(Root).Order(StringComparer.Ordinal).Select(static path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language, path))];
        Compilation = CSharpCompilation.Create(
            "measured", [.. Files, CSharpSyntaxTree.ParseText(ImplicitUsings, Language)], PlatformReferences(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    public string Root { get; }

    public IReadOnlyList<SyntaxTree> Files { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>The first folder below the root in which a file lies; empty for the root itself.</summary>
    public string RoomOf(SyntaxTree file)
    {
        string[] parts = Path.GetRelativePath(Root, file.FilePath).Split(Path.DirectorySeparatorChar);
        return parts.Length == 1 ? "" : parts[0];
    }

    public string NameOf(SyntaxTree file) => Path.GetRelativePath(Root, file.FilePath).Replace('\\', '/');

    private static IEnumerable<string> PathsBelow(string root) =>
        Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(path => !IsBuilt(Path.GetRelativePath(root, path)));

    private static bool IsBuilt(string path) => path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj");

    // The framework alone: what other packages declare lies in no folder of the tree.
    private static IEnumerable<MetadataReference> PlatformReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
}
