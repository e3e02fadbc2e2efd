using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WriteBack.Fast.Generators;

/// <summary>How C# names become the names of columns, parameters and types.</summary>
internal static class Naming
{
    private static readonly SymbolDisplayFormat FullFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    private static readonly SymbolDisplayFormat NamespaceFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>The type from <c>global::</c> on, in a form that can stand after <c>new</c> and calls nothing dynamically.</summary>
    public static string FullName(this ITypeSymbol type) =>
        string.Concat(type.ToDisplayParts(FullFormat).Select(static part => Unambiguous(part)));

    /// <summary>The namespace.</summary>
    public static string FullName(this INamespaceSymbol space) => space.IsGlobalNamespace
        ? ""
        : string.Concat(space.ToDisplayParts(NamespaceFormat).Select(static part => Unambiguous(part)));

    /// <summary>The name as it can stand for a parameter, local or member.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>The name as it can stand for a type, where some contextual keywords are reserved as well.</summary>
    public static string EscapeType(string name) =>
        SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : Escape(name);

    /// <summary><c>TenantId</c> gives <c>tenant_id</c>, <c>HTTPServer</c> gives <c>http_server</c>.</summary>
    public static string SnakeCase(string name)
    {
        var result = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (StartsWord(name, i) && result.Length > 0 && result[result.Length - 1] != '_')
                result.Append('_');
            result.Append(char.ToLowerInvariant(name[i]));
        }
        return result.ToString();
    }

    /// <summary><c>TenantId</c> gives <c>tenantId</c>, <c>HTTPServer</c> gives <c>httpServer</c>.</summary>
    public static string CamelCase(string name)
    {
        string trimmed = name.TrimStart('_');
        if (trimmed.Length == 0 || !char.IsLetter(trimmed[0]))
            return name;
        int upper = 1;
        while (upper < trimmed.Length && char.IsUpper(trimmed[upper]) && !StartsWord(trimmed, upper))
            upper++;
        return char.IsUpper(trimmed[0])
            ? trimmed.Substring(0, upper).ToLowerInvariant() + trimmed.Substring(upper)
            : trimmed;
    }

    // Types may be named like a word that is a keyword only where nothing else has that name.
    private static string Unambiguous(SymbolDisplayPart part) => (part.Kind, part.ToString()) switch
    {
        (SymbolDisplayPartKind.Keyword, "nint") => "global::System.IntPtr",
        (SymbolDisplayPartKind.Keyword, "nuint") => "global::System.UIntPtr",
        (SymbolDisplayPartKind.Keyword, "dynamic") => "object",
        (SymbolDisplayPartKind.Keyword or SymbolDisplayPartKind.Punctuation, var text) => text,
        (_, var name) => EscapeType(name),
    };

    private static bool StartsWord(string name, int index) =>
        index > 0 && char.IsUpper(name[index])
        && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
}
