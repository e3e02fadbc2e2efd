using System.Text.RegularExpressions;

namespace WriteBack.Fast.Generators.Tests.Harness;

/// <summary>The code in a page.</summary>
internal static partial class Markdown
{
    public static IEnumerable<string> CSharp(string page) => Block().Matches(page).Select(static match => match.Groups[1].Value);

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
