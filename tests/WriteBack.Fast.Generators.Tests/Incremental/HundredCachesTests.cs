using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Incremental;

/// <summary>A project of 100 caches: an edit elsewhere generates nothing anew. The times are reported, not asserted.</summary>
public class HundredCachesTests
{
    private const int Caches = 100;
    private const int Edits = 11;

    [Fact]
    public void Edits_elsewhere_generate_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var input = Compiled.Input("").AddSyntaxTrees(Enumerable.Range(0, Caches).Select(Cache));
        // Once for the JIT; both times the compilation itself has been bound, as in an editor.
        Full(input.Clone());
        var (driver, full) = Full(input.Clone());

        var times = new List<TimeSpan>();
        for (int edit = 0; edit < Edits; edit++)
        {
            var edited = input.ReplaceSyntaxTree(input.SyntaxTrees[0], Parse($"public class Unrelated {{ public int Number => {edit}; }}"));
            edited.GetDiagnostics(ct);
            long start = Stopwatch.GetTimestamp();
            driver = driver.RunGenerators(edited, ct);
            times.Add(Stopwatch.GetElapsedTime(start));
            Assert.All(driver.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Models].SelectMany(static step => step.Outputs),
                static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        }

        Assert.Equal(Caches, driver.GetRunResult().GeneratedTrees.Length);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Caches} caches: full run {full.TotalMilliseconds:F1} ms, unrelated edit {times.Order().ElementAt(Edits / 2).TotalMilliseconds:F2} ms (median)");
    }

    private static (GeneratorDriver Driver, TimeSpan Time) Full(Compilation input)
    {
        input.GetDiagnostics(TestContext.Current.CancellationToken);
        long start = Stopwatch.GetTimestamp();
        var driver = Compiled.Driver().RunGenerators(input, TestContext.Current.CancellationToken);
        return (driver, Stopwatch.GetElapsedTime(start));
    }

    private static SyntaxTree Cache(int number) => Parse(
        $$"""
        using WriteBack.Fast;
        namespace Game{{number}};
        public readonly record struct PlayerKey(long TenantId, int PlayerId);
        public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);
        [WriteBackCache<PlayerKey, PlayerState>(Name = "player_{{number}}")]
        public sealed partial class PlayerCache;
        """);

    private static SyntaxTree Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, References.ParseOptions, cancellationToken: TestContext.Current.CancellationToken);
}
