using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Incremental;

/// <summary>A driver that lives as long as an editor does keeps none of the compilations that it has seen, but for the last.</summary>
public class RetentionTests
{
    private const int Edits = 5;

    [Fact]
    public void Old_compilations_die()
    {
        var driver = Compiled.Driver();
        var seen = new List<WeakReference>();
        for (int edit = 0; edit <= Edits; edit++)
            driver = Run(driver, edit, seen);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(seen.SkipLast(1), static compilation => Assert.False(compilation.IsAlive));
        Assert.Single(driver.GetRunResult().GeneratedTrees);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GeneratorDriver Run(GeneratorDriver driver, int edit, List<WeakReference> seen)
    {
        var compilation = Compiled.Input($"[WriteBack.Fast.WriteBackCache<int, State>] public partial class Cache; public record struct State(long A{edit});");
        seen.Add(new WeakReference(compilation));
        return driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
    }
}
