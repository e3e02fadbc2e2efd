using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Every snippet of the README is a program that compiles as it stands.</summary>
public class ReadmeTests
{
    public static TheoryData<string> Snippets =>
        [.. Markdown.CSharp(Repository.Read("README.md"))];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_compiles(string snippet)
    {
        var input = Compiled.Input(References.ImplicitUsings + snippet);
        var program = input
            .WithOptions(input.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(MetadataReference.CreateFromFile(typeof(SqliteStore).Assembly.Location));
        Assert.Empty(Compiled.From(program).Problems);
    }

    [Fact]
    public void There_are_snippets() => Assert.True(Snippets.Count >= 2);
}
