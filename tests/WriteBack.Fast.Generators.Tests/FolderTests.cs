using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;
using WriteBack.Fast.Structure;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>The folders of the generator use each other in one direction only.</summary>
public class FolderTests
{
    private const string Pipeline = "Pipeline";
    private const string Root = "Root";

    // From the top down. A folder uses those of the rows below its own.
    private static readonly string[][] Order =
    [
        [Pipeline, "Analysis"],
        ["Parsing", "Emission"],
        ["Model", "Diagnostics"],
        [Root],
    ];

    // Of the files that are in no folder, these are the top, and all others the ground.
    private static readonly string[] PipelineFiles = ["WriteBackCacheGenerator.cs", "ParsedModels.cs", "TrackingNames.cs"];

    private static readonly string Project = Path.Combine(Repository.Root, "generators", "WriteBack.Fast.Generators");

    private static readonly CSharpCompilation Generator = CSharpCompilation.Create(
        "Generator",
        Sources()
            .Select(static file => Parse(file, File.ReadAllText(Path.Combine(Project, file))))
            .Append(Parse("Usings.cs", References.ImplicitUsings)),
        References.Compiler,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    [Fact]
    public void Every_folder_has_a_place()
    {
        Assert.DoesNotContain(
            Generator.GetDiagnostics(TestContext.Current.CancellationToken), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal(Order.SelectMany(static row => row).Order(), Generator.SyntaxTrees.Select(static file => FolderOf(file.FilePath)).Distinct().Order());
    }

    [Fact]
    public void Folders_use_only_those_below() => Assert.Empty(Upward(new RoomDependencies(Generator, FolderOf).All()));

    [Theory]
    [InlineData("Emission", "Parsing", "class Wrong { object Of() => Parsing.VariableNames.Choose([]); }")]
    [InlineData("Model", "Emission", "using static WriteBack.Fast.Generators.Emission.Names; class Wrong { string Of() => Library; }")]
    [InlineData("Parsing", "Analysis", "class Wrong { void Of() { foreach (var entry in Analysis.DeclarationCheck.Run(null!, default)) { } } }")]
    [InlineData("Parsing", Pipeline, "class Wrong { ParsedModels Of() => new(); }")]
    [InlineData("Diagnostics", "Model", "class Wrong { object Of() => new List<Model.KeyCall[]>(); }")]
    [InlineData("Diagnostics", "Parsing", "class Wrong(Parsing.ParseContext context) { bool Of() => context.HasErrors; }")]
    [InlineData(Root, "Model", "class Wrong { Func<object, bool> Of() => static entry => entry is Model.MemberModel { CanBeNull: true }; }")]
    [InlineData(Root, Pipeline, "[System.Diagnostics.DebuggerDisplay(TrackingNames.Parsed)] class Wrong;")]
    public void Use_that_goes_up_is_found(string from, string to, string wrong)
    {
        string file = from == Root ? "Wrong.cs" : from + "/Wrong.cs";
        var source = Parse(file, "namespace WriteBack.Fast.Generators;\n" + wrong);

        var found = Upward(new RoomDependencies(Generator.AddSyntaxTrees(source), FolderOf).In(source));

        Assert.All(found, use => Assert.Equal((from, to), (use.From, use.To)));
        Assert.All(found, use => Assert.StartsWith(file + "(2)", use.Place, StringComparison.Ordinal));
        Assert.NotEmpty(found);
    }

    private static List<RoomDependency> Upward(IEnumerable<RoomDependency> uses) => [.. RoomDependencies.Against(uses, Order)];

    private static string FolderOf(string file) => file.Split('/') is [var folder, _, ..]
        ? folder
        : PipelineFiles.Contains(file) ? Pipeline : Root;

    private static IEnumerable<string> Sources() => Directory.GetFiles(Project, "*.cs", SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Project, path).Replace('\\', '/'))
        .Where(static file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal));

    private static SyntaxTree Parse(string file, string text) => CSharpSyntaxTree.ParseText(text, References.ParseOptions, file);
}
