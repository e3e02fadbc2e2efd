using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Diagnostics;
using WriteBack.Fast.Generators.Parsing;

namespace WriteBack.Fast.Generators.Analysis;

/// <summary>Checks every declaration of a compilation.</summary>
internal static class DeclarationCheck
{
    public static IReadOnlyList<Diagnostic> Run(Compilation compilation, CancellationToken ct)
    {
        List<Diagnostic> found = [];
        List<(string Name, Declaration Declaration)> caches = [];
        var messagePack = new Lazy<MessagePackTypes>(() => new MessagePackTypes(compilation));
        foreach (var declaration in DeclarationFinder.Find(compilation, ct))
        {
            var context = new ParseContext(declaration, compilation);
            if (CacheParser.Parse(context, ct) is { } cache)
            {
                MutabilityRules.Check(context);
                ValueSize.Check(context);
                MessagePackRules.Check(context, cache.Value, messagePack.Value);
                caches.Add((cache.Model.CacheName, declaration));
            }
            found.AddRange(context.Diagnostics);
        }
        found.AddRange(DuplicateNames(caches));
        return found;
    }

    private static IEnumerable<Diagnostic> DuplicateNames(List<(string Name, Declaration Declaration)> caches)
    {
        // Databases do not tell table names apart by case.
        var groups = caches
            .OrderBy(static cache => cache.Declaration.Cache.ToDisplayString(), StringComparer.Ordinal)
            .GroupBy(static cache => cache.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            foreach (var (name, declaration) in group)
            {
                if (group.FirstOrDefault(other => other.Declaration != declaration).Declaration is { } other)
                {
                    yield return Diagnostic.Create(
                        Descriptors.DuplicateName, declaration.Name, declaration.Cache.Name, name, other.Cache.ToDisplayString());
                }
            }
        }
    }
}
