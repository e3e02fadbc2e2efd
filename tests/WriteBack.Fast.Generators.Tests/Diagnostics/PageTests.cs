using System.Text.RegularExpressions;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Each diagnostic has a page, a release note and a test, and each page is true.</summary>
public partial class PageTests
{
    public static TheoryData<string> Ids => [.. Analyzers.Descriptors.Select(static descriptor => descriptor.Id)];

    [Fact]
    public void Code_pages_releases_and_tests_have_the_same_ids()
    {
        string[] ids = [.. Analyzers.Descriptors.Select(static descriptor => descriptor.Id).Order(StringComparer.Ordinal)];
        string[] pages = [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs", "diagnostics")).Select(static path => Path.GetFileNameWithoutExtension(path))];
        string tests = string.Concat(Directory.GetFiles(Path.Combine(Repository.Project, "Diagnostics")).Select(File.ReadAllText));

        Assert.Equal(ids, ids.Distinct());
        Assert.Equal(ids, pages.Order(StringComparer.Ordinal));
        Assert.Equal(ids, IdsIn(Releases("Shipped") + Releases("Unshipped")));
        Assert.Equal(ids, IdsIn(tests));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_page_shows_what_is_wrong_and_what_is_right(string id)
    {
        var descriptor = Analyzers.Descriptors.Single(descriptor => descriptor.Id == id);
        string page = Repository.Read("docs", "diagnostics", id + ".md");
        string[] examples = [.. Markdown.CSharp(page)];

        Assert.StartsWith($"# {id}: {descriptor.Title}\n\nSeverity: {descriptor.DefaultSeverity.ToString().ToLowerInvariant()}. ", page, StringComparison.Ordinal);
        Assert.Equal(["## Why", "## Wrong", "## Right"], Heading().Matches(page).Select(static match => match.Value).Take(3));
        Assert.Equal(2, examples.Length);
        Assert.All(await AnalyzeAsync(examples[0]), problem => Assert.Equal(id, problem));
        Assert.NotEmpty(await AnalyzeAsync(examples[0]));
        Assert.Empty(await AnalyzeAsync(examples[1]));
    }

    [Theory]
    [InlineData(null, "https://www.nuget.org/packages/WriteBack.Fast")]
    [InlineData("https://example.org/writeback/", "https://example.org/writeback/blob/HEAD/docs/diagnostics/WBF001.md")]
    public void A_help_link_leads_to_the_repository_as_far_as_the_build_knew_one(string? repository, string link)
    {
        Assert.Equal(link, HelpLink.Of("WBF001", repository));
        Assert.All(Analyzers.Descriptors, static descriptor => Assert.Equal(HelpLink.Of(descriptor.Id), descriptor.HelpLinkUri));
    }

    private static async Task<string[]> AnalyzeAsync(string example)
    {
        var compiled = Compiled.From(References.ImplicitUsings + example);
        return [.. (await compiled.AnalyzeAsync()).Concat(compiled.Problems).Select(static problem => problem.Id)];
    }

    private static string Releases(string kind) =>
        Repository.Read("generators", "WriteBack.Fast.Generators", $"AnalyzerReleases.{kind}.md");

    private static IEnumerable<string> IdsIn(string text) =>
        Id().Matches(text).Select(static match => match.Value).Distinct().Order(StringComparer.Ordinal);

    [GeneratedRegex(@"WBF\d{3}")]
    private static partial Regex Id();

    [GeneratedRegex("^## .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
