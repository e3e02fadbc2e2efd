using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Every snippet of the README and of the pages about use is a program that compiles.</summary>
public class ReadmeTests
{
    private static readonly string[] Pages = ["getting-started.md", "hosting.md", "migrating.md", "postgresql.md", "redis.md"];

    // What a snippet that declares no cache is about.
    private const string Player = """
        global using Npgsql;
        global using StackExchange.Redis;
        global using WriteBack.Fast;

        public readonly record struct PlayerKey(long TenantId, int PlayerId);
        public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

        [WriteBackCache<PlayerKey, PlayerState>]
        public sealed partial class PlayerCache;
        """;

    public static TheoryData<string> Snippets => [.. Markdown.CSharp(Repository.Read("README.md"))];

    public static TheoryData<string, string> PageSnippets
    {
        get
        {
            var snippets = new TheoryData<string, string>();
            foreach (string page in Pages)
            {
                foreach (string snippet in Markdown.CSharp(Repository.Read("docs", page)))
                    snippets.Add(page, snippet);
            }

            return snippets;
        }
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_of_the_readme_compiles_as_it_stands(string snippet) => AssertCompiles(snippet);

    [Theory]
    [MemberData(nameof(PageSnippets))]
    public void A_snippet_of_a_page_compiles(string page, string snippet)
    {
        Assert.Contains(page, Pages);
        if (snippet.Contains("[WriteBackCache<", StringComparison.Ordinal))
            AssertCompiles(snippet);
        else
            AssertCompiles(snippet, Player);
    }

    [Fact]
    public void There_are_snippets()
    {
        Assert.True(Snippets.Count >= 2);
        Assert.True(PageSnippets.Count > Pages.Length);
    }

    private static void AssertCompiles(string snippet, params string[] others)
    {
        var input = Compiled.Input(References.ImplicitUsings + snippet)
            .AddSyntaxTrees(others.Select(static other => CSharpSyntaxTree.ParseText(other, References.ParseOptions, "Declaration.cs")));
        var program = input
            .WithOptions(input.Options
                .WithOutputKind(OutputKind.ConsoleApplication)
                // As every project does: a framework and a package may name different versions of an assembly.
                .WithSpecificDiagnosticOptions([KeyValuePair.Create("CS1701", ReportDiagnostic.Suppress)]))
            .AddReferences(References.Hosting)
            .AddReferences(References.Web)
            .AddReferences(new[] { typeof(SqliteStore), typeof(PostgreSqlStore), typeof(RedisStore) }
                .Select(static store => MetadataReference.CreateFromFile(store.Assembly.Location)));
        Assert.Empty(Compiled.From(program).Problems);
    }
}
