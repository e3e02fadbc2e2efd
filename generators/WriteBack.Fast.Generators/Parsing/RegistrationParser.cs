using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Finds out whether and how a method is generated that adds the cache to a host's services.</summary>
internal static class RegistrationParser
{
    // Where the method leads to: there when the project refers to WriteBack.Fast.Hosting.
    private const string Hosting = "WriteBack.Fast.WriteBackServiceCollectionExtensions";
    private const string ClassEnding = "ServiceCollectionExtensions";

    public static RegistrationModel? Parse(ParseContext context)
    {
        var cache = context.Cache;
        if (context.Compilation.GetTypeByMetadataName(Hosting) is null || AccessTo(cache) is not { } access)
            return null;
        string className = string.Concat(Visibility.Chain(cache).Reverse().Select(static type => type.Name)) + ClassEnding;
        bool isTaken = cache.ContainingNamespace.GetTypeMembers(className).Any(type => !Generated.IsMember(type, context.Types));
        return isTaken ? null : new RegistrationModel(access, className, "Add" + cache.Name);
    }

    private static string? AccessTo(INamedTypeSymbol cache)
    {
        string access = "public";
        foreach (var type in Visibility.Chain(cache))
        {
            switch (type.DeclaredAccessibility)
            {
                case Accessibility.Public:
                    break;
                case Accessibility.Internal or Accessibility.ProtectedOrInternal:
                    access = "internal";
                    break;
                default:
                    return null;
            }
        }

        return access;
    }
}
