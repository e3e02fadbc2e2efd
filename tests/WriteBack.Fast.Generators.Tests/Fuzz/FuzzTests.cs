using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Analysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>
/// Whatever is declared, there is no error in generated code: either an error of ours at the declaration, or a cache that compiles
/// without a warning and brings an entry through MessagePack and SQLite. WRITEBACK_FUZZ_SEED begins elsewhere.
/// </summary>
public class FuzzTests
{
    private const int Batches = 4;
    private const int BatchSize = 500;

    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("WRITEBACK_FUZZ_SEED"), out int seed) ? seed : 0;

    public static TheoryData<int> Starts => [.. Enumerable.Range(0, Batches).Select(static batch => Seed + (batch * BatchSize))];

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task A_declaration_gets_a_diagnostic_or_a_cache(int start)
    {
        var compiled = Compiled.From(Input(start));
        using var image = new MemoryStream();
        var emitted = compiled.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        string[] problems = [.. emitted.Diagnostics.Where(IsOurs).Select(static problem => problem.ToString())];
        var refused = DeclarationCheck.Run(compiled.Output, TestContext.Current.CancellationToken)
            .Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => CaseOf(found.Location)).ToHashSet();
        var made = compiled.Run.GeneratedTrees.Select(static tree => Path.GetFileName(tree.FilePath).Split('.')[0][1..]).ToHashSet();

        Assert.True(problems.Length == 0, string.Join("\n", problems.Take(30)));
        Assert.Empty(made.Intersect(refused));
        Assert.Equal(BatchSize, made.Count + refused.Count);
        Assert.Equal(made.Count, await RoundTrip.RunAsync(Assembly.Load(image.ToArray()), new Random(start)));
    }

    private static bool IsOurs(Diagnostic problem) => problem.Severity == DiagnosticSeverity.Error
        || problem.Severity == DiagnosticSeverity.Warning && problem.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;

    private static CSharpCompilation Input(int start)
    {
        var files = Enumerable.Range(start, BatchSize).SelectMany(static seed => CacheSource.Write(seed)
            .Select((file, index) => CSharpSyntaxTree.ParseText(file, References.ParseOptions, $"N{seed}.{index}.cs")));
        var nullable = (NullableContextOptions)(start / BatchSize % 4);
        var input = Compiled.Input("", nullable).AddReferences(References.Hosting);
        return input.AddSyntaxTrees(files).WithAssemblyName($"Fuzz{start}").WithOptions(input.Options.WithAllowUnsafe(true));
    }

    private static string CaseOf(Location location) => location.SourceTree!.FilePath.Split('.')[0][1..];
}
