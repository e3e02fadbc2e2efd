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
        Files = [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(static name => !name.Split('/').Any(static part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(name => CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(root, name)), Language, name))];
        Compilation = CSharpCompilation.Create(
            "measured", [.. Files, CSharpSyntaxTree.ParseText(ImplicitUsings, Language, "Usings.cs")], PlatformReferences(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    /// <summary>The files, each with its name below the root.</summary>
    public IReadOnlyList<SyntaxTree> Files { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>Which folders of the tree use which.</summary>
    public RoomDependencies Dependencies => new(Compilation, RoomOf);

    /// <summary>The folder that a file lies in, among those right below the root; empty for the root itself.</summary>
    public static string RoomOf(string name) => name.Split('/') is [var folder, _, ..] ? folder : "";

    // The framework alone: what other packages declare lies in no folder of the tree.
    private static IEnumerable<MetadataReference> PlatformReferences() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path));
}
