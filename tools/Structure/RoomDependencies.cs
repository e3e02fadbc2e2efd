using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WriteBack.Fast.Structure;

/// <summary>A use of a type that another room declares.</summary>
/// <param name="From">The room of the file that uses it.</param>
/// <param name="To">The room that declares it.</param>
/// <param name="Place">The file and line that use it.</param>
/// <param name="Type">The type.</param>
internal readonly record struct RoomDependency(string From, string To, string Place, string Type)
{
    public override string ToString() => $"{Place}: {From} uses {Type} of {To}";
}

/// <summary>Which rooms of some sources use which. A room is a folder, or a part of one.</summary>
/// <param name="compilation">The sources.</param>
/// <param name="roomOf">The room that a file is in, by its path.</param>
internal sealed class RoomDependencies(CSharpCompilation compilation, Func<string, string> roomOf)
{
    /// <summary>Every use of a type of another room, once for each line and type.</summary>
    public IEnumerable<RoomDependency> All() => compilation.SyntaxTrees.SelectMany(In);

    /// <summary>The uses in one file.</summary>
    public IEnumerable<RoomDependency> In(SyntaxTree file)
    {
        var model = compilation.GetSemanticModel(file);
        string user = roomOf(file.FilePath);
        var uses =
            from node in file.GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
            from type in TypesOf(model, node)
            from declaration in type.OriginalDefinition.DeclaringSyntaxReferences
            let declarer = roomOf(declaration.SyntaxTree.FilePath)
            where declarer != user
            select new RoomDependency(user, declarer, $"{file.FilePath}({LineOf(node)})", type.Name);
        return uses.Distinct();
    }

    /// <summary>The uses that go up, against an order of rooms.</summary>
    /// <param name="uses">The uses.</param>
    /// <param name="order">The rooms, from the highest to the lowest; rooms in one row may not use each other.</param>
    /// <exception cref="InvalidOperationException">A room is missing in the order.</exception>
    public static IEnumerable<RoomDependency> Against(IEnumerable<RoomDependency> uses, IReadOnlyList<string[]> order) =>
        uses.Where(use => RowOf(use.To, order) <= RowOf(use.From, order));

    private static int RowOf(string room, IReadOnlyList<string[]> order)
    {
        for (int row = 0; row < order.Count; row++)
        {
            if (order[row].Contains(room))
                return row;
        }

        throw new InvalidOperationException($"'{room}' is in no row of the order.");
    }

    // What an expression stands for and what type it has: `var`, a chain of calls and a type argument hide none.
    private static IEnumerable<ITypeSymbol> TypesOf(SemanticModel model, ExpressionSyntax node)
    {
        var info = model.GetSymbolInfo(node);
        IEnumerable<ISymbol> symbols = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
        return symbols.SelectMany(TypesOf).Concat(TypesOf(model.GetTypeInfo(node).Type));
    }

    private static IEnumerable<ITypeSymbol> TypesOf(ISymbol? symbol) => symbol switch
    {
        IArrayTypeSymbol array => TypesOf(array.ElementType),
        IPointerTypeSymbol pointer => TypesOf(pointer.PointedAtType),
        ITypeParameterSymbol => [],
        INamedTypeSymbol type => type.TypeArguments.SelectMany(TypesOf).Append(type),
        { ContainingType: { } container } => TypesOf(container),
        _ => [],
    };

    private static int LineOf(SyntaxNode node) => node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
}
