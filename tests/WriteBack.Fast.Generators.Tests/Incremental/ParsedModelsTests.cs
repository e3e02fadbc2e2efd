using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Incremental;

/// <summary>After an edit that declares nothing, classes are not parsed again; after any other they are.</summary>
public class ParsedModelsTests
{
    private const string Cache = "public sealed partial class PlayerCache;";

    private const string Elsewhere = """
        using System;
        namespace Game;
        public enum Colour { Red = 1 }
        public class Names
        {
            public static readonly string Title = "first";
            public const string Table = "players";
            public string? Stored { get => Title; }
            public int Computed => 1;
            [Obsolete("no longer")]
            public int Add(int left, int right = 1)
            {
                return left + right;
            }
            public int Twice(int number) => number * 2;
        }
        """;

    private static readonly CSharpCompilation Before = Compiled.Input("").AddSyntaxTrees(Parse(Cache), Parse(Elsewhere));

    [Theory]
    [InlineData("return left + right;", "int sum = left + right; return sum;")]
    [InlineData("number * 2", "number + number")]
    [InlineData("return left", "// a comment\nreturn left")]
    public void Models_outlive_edits_inside_bodies(string old, string replacement) => Assert.Equal(1, Parses(Edit(old, replacement)));

    [Theory]
    [InlineData("\"players\"", "\"people\"")]
    [InlineData("Red = 1", "Red = 2")]
    [InlineData("right = 1", "right = 2")]
    [InlineData("int right = 1", "int right")]
    [InlineData("get => Title", "get => field")]
    [InlineData("Computed => 1", "Computed")]
    [InlineData("no longer", "not now")]
    [InlineData("int Twice", "long Twice")]
    [InlineData("namespace Game", "namespace Games")]
    [InlineData("class Names", "class Names : System.Attribute")]
    [InlineData("using System;", "global using System;")]
    [InlineData("using System;", "#nullable disable\nusing System;")]
    [InlineData("public enum", "public struct PlayerKey; public enum")]
    public void Models_do_not_outlive_edits_of_declarations(string old, string replacement) => Assert.Equal(2, Parses(Edit(old, replacement)));

    [Fact]
    public void Models_do_not_outlive_what_a_name_may_come_from()
    {
        Assert.Equal(2, Parses(Before.AddSyntaxTrees(Parse("class Other;"))));
        Assert.Equal(2, Parses(Before.RemoveReferences(Before.References.First())));
        Assert.Equal(2, Parses(Before.WithAssemblyName("Other")));
        Assert.Equal(2, Parses(Before.WithOptions(Before.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
    }

    [Fact]
    public void Each_class_has_its_own()
    {
        var models = new ParsedModels();
        int parses = 0;
        foreach (var tree in Before.SyntaxTrees.Concat(Before.SyntaxTrees))
            models.GetOrAdd(tree.GetRoot(TestContext.Current.CancellationToken), Before, () => Count(ref parses));
        Assert.Equal(Before.SyntaxTrees.Length, parses);
    }

    // How often the class is parsed for the compilation before, the one after, and the one after it, which is the same.
    private static int Parses(CSharpCompilation after)
    {
        var models = new ParsedModels();
        var declaration = Before.SyntaxTrees.Single(static tree => tree.ToString() == Cache).GetRoot(TestContext.Current.CancellationToken);
        int parses = 0;
        foreach (var compilation in new[] { Before, after, after.Clone() })
            models.GetOrAdd(declaration, compilation, () => Count(ref parses));
        return parses;
    }

    private static Model.CacheModel? Count(ref int parses)
    {
        parses++;
        return null;
    }

    private static CSharpCompilation Edit(string old, string replacement)
    {
        string edited = Elsewhere.Replace(old, replacement, StringComparison.Ordinal);
        Assert.NotEqual(Elsewhere, edited);
        return Before.ReplaceSyntaxTree(Before.SyntaxTrees[^1], Parse(edited));
    }

    private static SyntaxTree Parse(string source) => CSharpSyntaxTree.ParseText(source, References.ParseOptions);
}
