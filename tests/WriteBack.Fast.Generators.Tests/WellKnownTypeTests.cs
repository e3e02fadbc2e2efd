using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Types are told apart by their symbols: a namesake is another type, and a copy in another assembly is the same.</summary>
public class WellKnownTypeTests
{
    private const string Cache = "[WriteBack.Fast.WriteBackCache<int, State>] public partial class PlayerCache;\n";

    [Fact]
    public void They_are_resolved_once_for_a_compilation()
    {
        var compilation = Compiled.Input("");

        Assert.Same(WellKnownTypes.Of(compilation), WellKnownTypes.Of(compilation));
        Assert.NotSame(WellKnownTypes.Of(compilation), WellKnownTypes.Of(compilation.Clone()));
    }

    [Theory]
    [InlineData("[Mine.WriteBackIgnore] public int B;")]
    [InlineData("[Mine.WriteBackColumn(\"c\")] public int B;")]
    [InlineData("[Mine.Obsolete(\"gone\", true)] public int B;")]
    public void A_namesake_of_an_attribute_changes_no_column(string member)
    {
        var compiled = Compiled.From(Cache + "public struct State { public int A; " + member + " }" + """

            namespace Mine
            {
                public sealed class WriteBackIgnoreAttribute : System.Attribute;
                public sealed class WriteBackColumnAttribute(string name) : System.Attribute { public string Name => name; }
                public sealed class ObsoleteAttribute(string message, bool isError) : System.Attribute { public string Text => message + isError; }
            }
            """);

        Assert.Empty(compiled.Problems);
        Assert.Contains("ColumnSchema(\"b\"", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_namesake_does_not_set_required_members()
    {
        var compiled = Compiled.From(Cache + """
            public class State { public required int A { get; set; } [Mine.SetsRequiredMembers] public State(int a) => A = a; }
            namespace Mine { public sealed class SetsRequiredMembersAttribute : System.Attribute; }
            """);

        Assert.Empty(compiled.Problems);
        Assert.Contains("{ A = aColumn }", compiled.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namesake_does_not_make_a_struct_longer()
    {
        var compiled = Compiled.From(Cache + """
            public record struct State(int A, Row B);
            [Mine.InlineArray(1000), MessagePack.MessagePackObject] public struct Row { [MessagePack.Key(0)] public long First; }
            namespace Mine { public sealed class InlineArrayAttribute(int length) : System.Attribute { public int Length => length; } }
            """);

        Assert.Empty(await compiled.AnalyzeAsync());
    }

    [Fact]
    public void A_source_type_is_no_type_of_the_framework()
    {
        var compilation = Compiled.Input("namespace System { public struct Guid { } }");
        var framework = compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly.GetTypeByMetadataName("System.Guid");

        Assert.True(WellKnownTypes.Of(compilation).Guid.Is(framework));
        Assert.False(WellKnownTypes.Of(compilation).Guid.Is(compilation.GetTypeByMetadataName("System.Guid")));
    }
}
