using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Incremental;

/// <summary>A project of 100 caches: an edit elsewhere generates nothing anew. The times are reported, not asserted.</summary>
public class HundredCachesTests
{
    private const int Caches = 100;
    private const int Edits = 40;

    [Theory]
    [InlineData("public int Number() => {0};")]
    [InlineData("public int Number{0};")]
    public void Edits_elsewhere_generate_nothing(string member)
    {
        var input = Compiled.Input("").AddSyntaxTrees(Enumerable.Range(0, Caches).Select(Cache));
        // Once for the JIT; both times the compilation itself has been bound, as in an editor.
        Full(input.Clone());
        var (timed, full) = Full(input.Clone());
        var tracked = Compiled.Driver().RunGenerators(input, TestContext.Current.CancellationToken);

        var times = new List<TimeSpan>();
        for (int edit = 0; edit < Edits; edit++)
        {
            var edited = Edit(input, string.Format(CultureInfo.InvariantCulture, member, edit));
            (timed, var time) = Run(timed, edited);
            times.Add(time);
            tracked = tracked.RunGenerators(edited, TestContext.Current.CancellationToken);
            Assert.All(tracked.GetRunResult().Results.Single().TrackedSteps[TrackingNames.Models].SelectMany(static step => step.Outputs),
                static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        }

        Assert.Equal(Caches, timed.GetRunResult().GeneratedTrees.Length);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Caches} caches: full run {full.TotalMilliseconds:F1} ms, edit of {member} {times.Skip(Edits / 2).Order().ElementAt(Edits / 4).TotalMilliseconds:F2} ms (median of the later half)");
    }

    private static (GeneratorDriver Driver, TimeSpan Time) Full(Compilation input) => Run(Compiled.Driver(tracksSteps: false), input);

    private static (GeneratorDriver Driver, TimeSpan Time) Run(GeneratorDriver driver, Compilation input)
    {
        input.GetDiagnostics(TestContext.Current.CancellationToken);
        long start = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(input, TestContext.Current.CancellationToken);
        return (driver, Stopwatch.GetElapsedTime(start));
    }

    private static CSharpCompilation Edit(CSharpCompilation input, string member) =>
        input.ReplaceSyntaxTree(input.SyntaxTrees[0], Parse($"public class Unrelated {{ {member} }}"));

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
