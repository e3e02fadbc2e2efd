using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Keys and values from another assembly, of which the compiler knows the public members only.</summary>
public class ReferencedTypeTests
{
    [Fact]
    public void Positional_members_with_attributes_and_computed_properties()
    {
        var compiled = Compile(
            """
            using WriteBack.Fast;
            public readonly record struct Key(long Tenant, [WriteBackColumn("number")] int Id);
            public record State([WriteBackIgnore] object? Tag, int Level) { public required string Title { get; init; } public int Twice => Level * 2; }
            """);

        Assert.Empty(compiled.Problems);
        Assert.Equal(
            ["tenant", "number", "level", "title"],
            compiled.Text.Split('\n').Where(static line => line.Contains("ColumnSchema(\"", StringComparison.Ordinal)).Select(static line => line.Split('"')[1]));
        Assert.Contains("(Tag: default!, Level: levelColumn) { Title = titleColumn }", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stored_member_that_nothing_sets_is_an_error_at_the_type_argument()
    {
        var compiled = Compile("public record struct Key(int Id); public class State { public int Level { get; } = 1; public int Score { get; set; } }");

        var error = Assert.Single(await compiled.AnalyzeAsync());
        Assert.Equal("WBF007", error.Id);
        Assert.Contains("'Level'", error.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal("State", compiled.Output.SyntaxTrees.First().ToString().Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length));
    }

    [Fact]
    public async Task Internal_members_of_another_assembly_are_out_of_reach()
    {
        var compiled = Compile("public record struct Key(int Id); public class State { public int Level { get; internal set; } }");

        Assert.Equal("WBF007", Assert.Single(await compiled.AnalyzeAsync()).Id);
    }

    [Fact]
    public void Attribute_that_the_assembly_has_a_copy_of_counts()
    {
        var compiled = Compile(
            """
            public record struct Key(int Id);
            public class State { public required int Level { get; init; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public State(int level) => Level = level; }
            namespace System.Diagnostics.CodeAnalysis { internal sealed class SetsRequiredMembersAttribute : Attribute; }
            """);

        Assert.Empty(compiled.Problems);
        Assert.Contains("(Level: levelColumn);", compiled.Text, StringComparison.OrdinalIgnoreCase);
    }

    private static Compiled Compile(string library)
    {
        using var image = new MemoryStream();
        var result = Compiled.Input(library).WithAssemblyName("Library").Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success);
        return Compiled.From(Compiled.Input("[WriteBack.Fast.WriteBackCache<Key, State>] public partial class PlayerCache;")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray())));
    }
}
