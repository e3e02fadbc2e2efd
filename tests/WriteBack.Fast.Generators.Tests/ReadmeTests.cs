using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Every snippet of the README is a program that compiles as it stands.</summary>
public partial class ReadmeTests
{
    public static TheoryData<string> Snippets =>
        [.. CSharpBlock().Matches(Repository.Read("README.md")).Select(static match => match.Groups[1].Value)];

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

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();
}
