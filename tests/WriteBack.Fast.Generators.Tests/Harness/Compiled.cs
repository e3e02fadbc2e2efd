using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>A source compiled with what the generator makes of it.</summary>
internal sealed record Compiled(Compilation Output, GeneratorDriverRunResult Run)
{
    private const string SourcePath = "Declaration.cs";

    /// <summary>Errors and warnings, but for undocumented members of the source itself.</summary>
    public IEnumerable<Diagnostic> Problems => Output.GetDiagnostics()
        .Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
        .Where(static diagnostic => diagnostic.Id != "CS1591" || diagnostic.Location.SourceTree?.FilePath != SourcePath);

    /// <summary>What the analysers say.</summary>
    public Task<ImmutableArray<Diagnostic>> AnalyzeAsync() =>
        Output.WithAnalyzers(Analyzers.All).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    public string Text => Assert.Single(Run.GeneratedTrees).ToString();

    public static Compiled From(string source, NullableContextOptions nullable = NullableContextOptions.Enable) =>
        From(Input(source, nullable));

    public static Compiled From(Compilation input)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(
            input, out var output, out _, TestContext.Current.CancellationToken);
        return new Compiled(output, driver.GetRunResult());
    }

    public static CSharpCompilation Input(string source, NullableContextOptions nullable = NullableContextOptions.Enable) =>
        CSharpCompilation.Create(
            "Declarations",
            [CSharpSyntaxTree.ParseText(source, References.ParseOptions, SourcePath, cancellationToken: TestContext.Current.CancellationToken)],
            References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, checkOverflow: true));

    public static GeneratorDriver Driver(bool tracksSteps = true) => CSharpGeneratorDriver.Create(
        [new WriteBackCacheGenerator().AsSourceGenerator()],
        parseOptions: References.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracksSteps));
}
