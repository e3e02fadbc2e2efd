using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Turns a declaration into a model, or into diagnostics.</summary>
internal static class CacheParser
{
    /// <summary>The cache; null when there is an error in its declaration, which is then reported.</summary>
    public static ParsedCache? Parse(ParseContext context, CancellationToken ct)
    {
        var (key, value) = (context.Declaration.Key, context.Declaration.Value);
        DeclarationRules.Check(context);
        Visibility.Check(context, key, value);
        var keyEntry = KeyParser.Parse(context, key);
        ct.ThrowIfCancellationRequested();
        var valueEntry = ValueParser.Parse(context, value);
        if (keyEntry is null || valueEntry is null)
            return null;

        ColumnRules.Check(context, keyEntry, valueEntry);
        var model = Build(context, keyEntry.Model, valueEntry.Model, HasMemberCalls(context, key, keyEntry));
        NameRules.Check(context, model.CacheName, keyEntry, valueEntry);
        GeneratedMembers.Check(context, keyEntry, model.HasMemberCalls);
        return context.HasErrors ? null : new ParsedCache(model, keyEntry, valueEntry);
    }

    private static CacheModel Build(ParseContext context, EntryModel key, EntryModel value, bool hasMemberCalls)
    {
        var declaration = context.Declaration;
        var cache = declaration.Cache;
        var containers = Visibility.Chain(cache.ContainingType).Reverse().ToList();
        return new CacheModel(
            cache.ToDisplayString(new SymbolDisplayFormat(
                typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces)),
            cache.ContainingNamespace.FullName(),
            new EquatableArray<string>(containers.Select(Header)),
            Naming.EscapeType(cache.Name),
            cache.FullName(),
            declaration.Setting<string>("Name") is { Length: > 0 } name ? name : DefaultName(cache.Name),
            declaration.Setting<bool?>("Statistics") ?? true,
            declaration.Setting<bool?>("Expiration") ?? false,
            key,
            value,
            hasMemberCalls,
            RegistrationParser.Parse(context));
    }

    // Where the key converts to its first member by itself, a call that passes a key would bind to the wrong overload.
    private static bool HasMemberCalls(ParseContext context, INamedTypeSymbol key, Entry entry) => entry.Members.Count > 0
        && !context.Compilation.ClassifyConversion(key, entry.Members[0].Type).IsImplicit;

    private static string Header(INamedTypeSymbol type)
    {
        string keyword = type.TypeKind switch
        {
            TypeKind.Interface => "interface",
            TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
            _ => type.IsRecord ? "record" : "class",
        };
        return $"{keyword} {Naming.EscapeType(type.Name)}";
    }

    private static string DefaultName(string className)
    {
        const string Ending = "Cache";
        bool shorten = className.Length > Ending.Length && className.EndsWith(Ending, StringComparison.Ordinal);
        return Naming.SnakeCase(shorten ? className.Substring(0, className.Length - Ending.Length) : className);
    }
}

/// <summary>A cache that can be generated, and the members that its columns came from.</summary>
internal sealed record ParsedCache(CacheModel Model, Entry Key, Entry Value);
