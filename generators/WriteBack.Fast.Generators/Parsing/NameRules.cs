using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Diagnostics;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Names of tables and columns are identifiers in every database, and names of files in every file system.</summary>
internal static class NameRules
{
    // PostgreSQL cuts longer ones off.
    private const int MaxBytes = 63;

    public static void Check(ParseContext context, string cacheName, Entry key, Entry value)
    {
        if (WhyTableInvalid(cacheName) is { } why)
        {
            context.ReportFixable(
                Descriptors.InvalidName, context.Declaration.Name, Hint.Name, Valid(cacheName), cacheName, "cache", why);
        }

        foreach (var entry in new[] { key, value })
        {
            foreach (var member in entry.Members)
            {
                if (WhyInvalid(member.Column) is { } reason)
                {
                    context.ReportFixable(
                        Descriptors.InvalidName, member.ColumnLocation ?? context.DeclarationOf(member.Symbol, entry.Location),
                        Hint.Name, Valid(member.Column), member.Column, "column", reason);
                }
            }
        }
    }

    private static string? WhyTableInvalid(string name) =>
        name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) ? "begins with 'sqlite_', which SQLite keeps to itself" : WhyInvalid(name);

    private static string? WhyInvalid(string name)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            return "is no identifier of letters, digits and underscores";
        return Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"has more than {MaxBytes} bytes" : null;
    }

    private static string Valid(string name)
    {
        var result = new StringBuilder();
        foreach (char letter in name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase) ? "the_" + name : name)
        {
            if (result.Length == 0 && char.IsDigit(letter))
                result.Append('_');
            result.Append(SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_');
        }
        while (Encoding.UTF8.GetByteCount(result.ToString()) > MaxBytes)
            result.Length--;
        return result.Length > 0 ? result.ToString() : "_";
    }
}
