using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>A parsed key or value: its model, and the members that it came from, none when it is itself the column.</summary>
internal sealed record Entry(EntryModel Model, string TypeName, IReadOnlyList<Candidate> Members, Location Location)
{
    /// <summary>A key or value that is one column.</summary>
    public static Entry Single(ParseContext context, ITypeSymbol type, string name, Location location)
    {
        var member = CreateMember(context, null, type, name, name);
        return new Entry(new EntryModel(type.FullName(), new([member]), null), type.Name, [], location);
    }

    /// <summary>A key or value of members.</summary>
    public static Entry Composite(
        ParseContext context, INamedTypeSymbol type, IReadOnlyList<Candidate> members, ConstructionModel construction, Location location)
    {
        var variables = VariableNames.Choose(members.Select(static member => member.Name));
        var models = members.Zip(variables, (member, variable) =>
            CreateMember(context, Naming.Escape(member.Name), member.Type, variable, member.Column));
        return new Entry(new EntryModel(type.FullName(), new(models), construction), type.Name, members, location);
    }

    private static MemberModel CreateMember(ParseContext context, string? name, ITypeSymbol type, string variable, string column)
    {
        var (core, nullability) = ColumnClassifier.Unwrap(type);
        var special = core.TypeKind == TypeKind.Dynamic ? SpecialType.System_Object : core.SpecialType;
        return new MemberModel(
            name, variable, column, ColumnClassifier.Classify(core, context.Types), core.FullName(), special, nullability);
    }
}
