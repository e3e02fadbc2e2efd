using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Which column a C# type becomes.</summary>
internal static class ColumnClassifier
{
    /// <summary>The type's column type; <see cref="ColumnType.MessagePack"/> when it has none of its own.</summary>
    public static ColumnType Classify(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => ColumnType.Bytes,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => Classify(underlying),
        _ => ByName(type),
    };

    /// <summary>Splits a declared type into what its column holds and what null means to it.</summary>
    public static (ITypeSymbol Core, Nullability Nullability) Unwrap(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable =>
            (nullable.TypeArguments[0], Nullability.NullableValue),
        { IsValueType: true } => (type, Nullability.Value),
        { NullableAnnotation: NullableAnnotation.Annotated } =>
            (type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), Nullability.NullableReference),
        _ => (type, Nullability.Reference),
    };

    private static ColumnType ByName(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => ColumnType.Boolean,
        SpecialType.System_SByte => ColumnType.SByte,
        SpecialType.System_Byte => ColumnType.Byte,
        SpecialType.System_Int16 => ColumnType.Int16,
        SpecialType.System_UInt16 => ColumnType.UInt16,
        SpecialType.System_Int32 => ColumnType.Int32,
        SpecialType.System_UInt32 => ColumnType.UInt32,
        SpecialType.System_Int64 or SpecialType.System_IntPtr => ColumnType.Int64,
        SpecialType.System_UInt64 or SpecialType.System_UIntPtr => ColumnType.UInt64,
        SpecialType.System_Single => ColumnType.Single,
        SpecialType.System_Double => ColumnType.Double,
        SpecialType.System_Decimal => ColumnType.Decimal,
        SpecialType.System_Char => ColumnType.Char,
        SpecialType.System_String => ColumnType.String,
        SpecialType.System_DateTime => ColumnType.DateTime,
        _ => IsInSystem(type) ? InSystem(type.Name) : ColumnType.MessagePack,
    };

    private static ColumnType InSystem(string name) => name switch
    {
        "Guid" => ColumnType.Guid,
        "DateTimeOffset" => ColumnType.DateTimeOffset,
        "TimeSpan" => ColumnType.TimeSpan,
        "DateOnly" => ColumnType.DateOnly,
        "TimeOnly" => ColumnType.TimeOnly,
        _ => ColumnType.MessagePack,
    };

    private static bool IsInSystem(ITypeSymbol type) =>
        type is INamedTypeSymbol
        {
            IsValueType: true, Arity: 0, ContainingType: null,
            ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
        }
        && !type.Locations.Any(static location => location.IsInSource);
}
