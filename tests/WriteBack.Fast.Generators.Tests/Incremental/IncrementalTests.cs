using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Incremental;

/// <summary>What is not changed is not computed again.</summary>
public class IncrementalTests
{
    private const string Source = """
        using WriteBack.Fast;
        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score);
        [WriteBackCache<Key, State>]
        public sealed partial class PlayerCache
        {
            // here
        }
        """;

    [Fact]
    public void Second_run_keeps_every_step()
    {
        var result = RunTwice(static input => input);

        Assert.All(TrackingNames.All, name => Assert.All(Reasons(result, name), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason)));
        Assert.All(Outputs(result), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    // A new compilation may mean another thing by the same name, so the class is looked at again, and found to be the same.
    [Theory]
    [InlineData("public class Unrelated { public int Number; }")]
    [InlineData("namespace Other; public record struct State(int Unrelated);")]
    public void Unrelated_edit_leaves_the_model_unchanged(string edit)
    {
        var result = RunTwice(input => input.AddSyntaxTrees(Parse(edit)));

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(result, TrackingNames.Parsed));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(result, TrackingNames.Models));
        Assert.Equal([IncrementalStepRunReason.Cached], Outputs(result));
    }

    [Fact]
    public void Comment_in_the_class_leaves_the_model_unchanged()
    {
        var result = RunTwice(static input => Edit(input, "// here", "// there,\n    // on two lines"));

        Assert.Equal([IncrementalStepRunReason.Unchanged], Reasons(result, TrackingNames.Parsed));
        Assert.Equal([IncrementalStepRunReason.Cached], Reasons(result, TrackingNames.Models));
        Assert.Equal([IncrementalStepRunReason.Cached], Outputs(result));
    }

    [Fact]
    public void Changed_member_changes_the_model()
    {
        var result = RunTwice(static input => Edit(input, "long Score", "int Score"));

        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(result, TrackingNames.Models));
        Assert.Contains("(int)reader.ReadInt64()", result.GeneratedTrees.Single().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_the_compilation_outlives_a_run()
    {
        var steps = RunTwice(static input => input.Clone()).Results.Single().TrackedSteps;
        var outputs = TrackingNames.All.SelectMany(name => steps[name]).SelectMany(static step => step.Outputs);

        var types = outputs.SelectMany(static output => ObjectGraph.Types(output.Value)).ToHashSet();

        Assert.Contains(typeof(Model.MemberModel), types);
        Assert.DoesNotContain(types, static type =>
            typeof(ISymbol).IsAssignableFrom(type) || typeof(SyntaxNode).IsAssignableFrom(type) || typeof(SyntaxTree).IsAssignableFrom(type)
            || typeof(Compilation).IsAssignableFrom(type) || typeof(Location).IsAssignableFrom(type));
    }

    private static GeneratorDriverRunResult RunTwice(Func<CSharpCompilation, CSharpCompilation> edit)
    {
        var input = Compiled.Input(Source);
        var driver = Compiled.Driver().RunGenerators(input, TestContext.Current.CancellationToken);
        return driver.RunGenerators(edit(input), TestContext.Current.CancellationToken).GetRunResult();
    }

    private static CSharpCompilation Edit(CSharpCompilation input, string old, string replacement) =>
        input.ReplaceSyntaxTree(input.SyntaxTrees[0], Parse(Source.Replace(old, replacement, StringComparison.Ordinal)));

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, References.ParseOptions);

    private static List<IncrementalStepRunReason> Reasons(GeneratorDriverRunResult result, string name)
    {
        var reasons = result.Results.Single().TrackedSteps[name]
            .SelectMany(static step => step.Outputs).Select(static output => output.Reason).ToList();
        Assert.NotEmpty(reasons);
        return reasons;
    }

    private static List<IncrementalStepRunReason> Outputs(GeneratorDriverRunResult result)
    {
        var outputs = result.Results.Single().TrackedOutputSteps.SelectMany(static steps => steps.Value)
            .SelectMany(static step => step.Outputs).Select(static output => output.Reason).ToList();
        Assert.NotEmpty(outputs);
        return outputs;
    }
}
