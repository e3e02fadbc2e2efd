using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Structure;

/// <summary>A use of a type that another room declares.</summary>
/// <param name="From">The room of the file that uses it.</param>
/// <param name="To">The room that declares it.</param>
/// <param name="File">The file that uses it.</param>
/// <param name="Type">The type.</param>
internal readonly record struct RoomDependency(string From, string To, string File, string Type);

/// <summary>Which rooms of a source tree use which. A room is a folder below the root.</summary>
internal static class RoomDependencies
{
    /// <summary>Every use of a type of another room, once per file.</summary>
    public static IReadOnlyCollection<RoomDependency> Of(SourceTree tree)
    {
        HashSet<RoomDependency> found = [];
        foreach (var file in tree.Files)
        {
            var model = tree.Compilation.GetSemanticModel(file);
            foreach (var name in file.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                foreach (var type in TypesOf(model, name))
                    Add(tree, file, type, found);
            }
        }

        return found;
    }

    /// <summary>The uses that go up, against an order of rooms.</summary>
    /// <param name="tree">The sources.</param>
    /// <param name="order">The rooms, from the highest to the lowest; rooms in one entry may not use each other.</param>
    /// <exception cref="InvalidOperationException">The tree has a room that the order lacks.</exception>
    public static IReadOnlyCollection<RoomDependency> Against(SourceTree tree, IReadOnlyList<string[]> order)
    {
        Dictionary<string, int> heights = [];
        for (int height = 0; height < order.Count; height++)
        {
            foreach (string room in order[height])
                heights.Add(room, height);
        }

        foreach (var file in tree.Files)
        {
            if (!heights.ContainsKey(tree.RoomOf(file)))
                throw new InvalidOperationException($"'{tree.NameOf(file)}' is in no known room.");
        }

        return [.. Of(tree).Where(use => heights[use.To] <= heights[use.From])];
    }

    private static void Add(SourceTree tree, SyntaxTree file, ITypeSymbol type, HashSet<RoomDependency> found)
    {
        string from = tree.RoomOf(file);
        foreach (var place in type.OriginalDefinition.Locations)
        {
            if (place.SourceTree is { FilePath.Length: > 0 } declared && tree.RoomOf(declared) is var to && to != from)
                found.Add(new RoomDependency(from, to, tree.NameOf(file), type.Name));
        }
    }

    // A member counts as a use of its type: `var` and a chain of calls hide none.
    private static IEnumerable<ITypeSymbol> TypesOf(SemanticModel model, SimpleNameSyntax name)
    {
        var info = model.GetSymbolInfo(name);
        foreach (var symbol in info.Symbol is { } one ? [one] : info.CandidateSymbols.AsEnumerable())
        {
            if (symbol is INamedTypeSymbol type)
                yield return type;
            else if (symbol.ContainingType is { } owner)
                yield return owner;
        }
    }
}
