using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Turns an attributed class into a model, or into diagnostics.</summary>
internal static class CacheParser
{
    private static readonly ParseResult Nothing = new(null, default);

    public static ParseResult Parse(GeneratorAttributeSyntaxContext syntax, CancellationToken ct)
    {
        var attribute = syntax.Attributes[0];
        if (syntax.TargetSymbol is not INamedTypeSymbol { TypeKind: TypeKind.Class } cache
            || attribute.AttributeClass is not { TypeArguments: { Length: 2 } arguments }
            || arguments[0] is not INamedTypeSymbol key
            || arguments[1] is not { } value
            || !CompilerAccepts(key, value)
            || !IsFirst(attribute, cache))
        {
            return Nothing;
        }

        var context = new ParseContext(cache, (TypeDeclarationSyntax)syntax.TargetNode, attribute, syntax.SemanticModel.Compilation);
        DeclarationRules.Check(context);
        Visibility.Check(context, key, value);
        var keyModel = KeyParser.Parse(context, key);
        ct.ThrowIfCancellationRequested();
        var valueModel = ValueParser.Parse(context, value);
        if (keyModel is null || valueModel is null)
            return Failed(context);

        ColumnRules.Check(context, keyModel, valueModel);
        var model = Build(context, keyModel.Model, valueModel.Model, HasMemberCalls(context, key, keyModel));
        GeneratedMembers.Check(context, model);
        return context.Diagnostics.Count > 0 ? Failed(context) : new ParseResult(model, default);
    }

    private static CacheModel Build(ParseContext context, EntryModel key, EntryModel value, bool hasMemberCalls)
    {
        var cache = context.Cache;
        var containers = Containers(cache).Reverse().ToList();
        string @namespace = cache.ContainingNamespace.IsGlobalNamespace
            ? ""
            : cache.ContainingNamespace.ToDisplayString(
                SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));
        return new CacheModel(
            cache.ToDisplayString(new SymbolDisplayFormat(
                typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces)) + ".g.cs",
            @namespace,
            new EquatableArray<string>(containers.Select(Header)),
            Naming.EscapeType(cache.Name),
            cache.FullName(),
            AttributeArgument<string>(context.Attribute, "Name") is { Length: > 0 } name ? name : DefaultName(cache.Name),
            AttributeArgument<bool?>(context.Attribute, "Statistics") ?? true,
            AttributeArgument<bool?>(context.Attribute, "Expiration") ?? false,
            key,
            value,
            hasMemberCalls);
    }

    // Where the key converts to its first member by itself, a call that passes a key would bind to the wrong overload.
    private static bool HasMemberCalls(ParseContext context, INamedTypeSymbol key, Entry entry) =>
        entry.Members.Count > 0 && !context.Compilation.ClassifyConversion(key, entry.Members[0].Type).IsImplicit;

    // What the compiler refuses by itself needs no diagnostic of ours, and no code.
    private static bool CompilerAccepts(INamedTypeSymbol key, ITypeSymbol value) =>
        key is { IsValueType: true, IsRefLikeType: false, IsUnboundGenericType: false }
        && key.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T
        && key.TypeKind != TypeKind.Error && value is { TypeKind: not TypeKind.Error, IsRefLikeType: false };

    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol cache) =>
        cache.GetAttributes().First(other => SymbolEqualityComparer.Default.Equals(
            other.AttributeClass?.OriginalDefinition, attribute.AttributeClass?.OriginalDefinition)).Equals(attribute);

    private static ParseResult Failed(ParseContext context) => new(null, new(context.Diagnostics));

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        for (var container = type.ContainingType; container is not null; container = container.ContainingType)
            yield return container;
    }

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

    private static T? AttributeArgument<T>(AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is T value ? value : default;

    private static string DefaultName(string className)
    {
        const string Ending = "Cache";
        bool shorten = className.Length > Ending.Length && className.EndsWith(Ending, StringComparison.Ordinal);
        return Naming.SnakeCase(shorten ? className.Substring(0, className.Length - Ending.Length) : className);
    }
}
