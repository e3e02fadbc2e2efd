using System.Collections.Frozen;
using System.Text.RegularExpressions;
using SQLitePCL;

namespace WriteBack.Fast;

/// <summary>Writes names so that SQLite reads them as names: in quotes only where it needs them.</summary>
internal static partial class SqliteName
{
    private static readonly FrozenSet<string> Keywords = ReadKeywords();

    public static string Quote(string name) =>
        Plain.IsMatch(name) && !Keywords.Contains(name) ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain { get; }

    private static FrozenSet<string> ReadKeywords()
    {
        int count = raw.sqlite3_keyword_count();
        var keywords = new List<string>(count);
        for (int i = 0; i < count; i++)
        {
            raw.sqlite3_keyword_name(i, out string keyword);
            keywords.Add(keyword);
        }

        return keywords.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
