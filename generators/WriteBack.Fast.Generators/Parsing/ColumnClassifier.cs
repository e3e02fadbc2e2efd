using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Parsing;

/// <summary>Which column a C# type becomes.</summary>
internal static class ColumnClassifier
{
    /// <summary>The type's column type; <see cref="ColumnType.MessagePack"/> when it has none of its own.</summary>
    public static ColumnType Classify(ITypeSymbol type, WellKnownTypes types) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => ColumnType.Bytes,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => Classify(underlying, types),
        _ => Primitive(type) ?? OfFramework(type, types),
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

    private static ColumnType? Primitive(ITypeSymbol type) => type.SpecialType switch
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
        _ => null,
    };

    private static ColumnType OfFramework(ITypeSymbol type, WellKnownTypes types) =>
        types.Guid.Is(type) ? ColumnType.Guid
        : types.DateTimeOffset.Is(type) ? ColumnType.DateTimeOffset
        : types.TimeSpan.Is(type) ? ColumnType.TimeSpan
        : types.DateOnly.Is(type) ? ColumnType.DateOnly
        : types.TimeOnly.Is(type) ? ColumnType.TimeOnly
        : ColumnType.MessagePack;
}
