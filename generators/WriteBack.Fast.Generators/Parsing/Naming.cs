using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>How C# names become the names of columns, parameters and types.</summary>
internal static class Naming
{
    private static readonly SymbolDisplayFormat FullFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
            | SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>The type from <c>global::</c> on, in a form that can stand after <c>new</c> and calls nothing dynamically.</summary>
    public static string FullName(this ITypeSymbol type) =>
        type.TypeKind == TypeKind.Dynamic ? "object" : type.ToDisplayString(FullFormat);

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

    private static bool StartsWord(string name, int index) =>
        index > 0 && char.IsUpper(name[index])
        && (!char.IsUpper(name[index - 1]) || (index + 1 < name.Length && char.IsLower(name[index + 1])));
}
