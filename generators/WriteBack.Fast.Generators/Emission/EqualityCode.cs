using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>How a key member of each column type is hashed and compared. Two are equal if a store would see one row.</summary>
internal static class EqualityCode
{
    private const string ReadOnlyBytes = "new global::System.ReadOnlySpan<byte>";

    /// <summary>The expression of 64 bits that are equal for equal members.</summary>
    public static string Word(ColumnType type, string member) => type switch
    {
        ColumnType.Boolean => $"({member} ? 1UL : 0UL)",
        ColumnType.Single or ColumnType.Double or ColumnType.Guid or ColumnType.Bytes =>
            $"{Names.Internals}.KeyHash.Word({member})",
        ColumnType.Decimal => $"(ulong){member}.GetHashCode()",
        ColumnType.String => $"(uint)({member}?.GetHashCode() ?? 0)",
        ColumnType.DateTime or ColumnType.DateTimeOffset or ColumnType.TimeSpan or ColumnType.TimeOnly => $"(ulong){member}.Ticks",
        ColumnType.DateOnly => $"(ulong){member}.DayNumber",
        _ => $"(ulong){member}",
    };

    /// <summary>The expression that compares two members.</summary>
    public static string Equal(ColumnType type, string left, string right) => type switch
    {
        ColumnType.Single or ColumnType.Double or ColumnType.Decimal => $"{left}.Equals({right})",
        ColumnType.String => $"string.Equals({left}, {right})",
        ColumnType.Bytes => $"({left} is null) == ({right} is null)"
            + $" && global::System.MemoryExtensions.SequenceEqual({ReadOnlyBytes}({left}), {ReadOnlyBytes}({right}))",
        // Bit by bit: of two local times in the hour that clocks run twice, only a hidden bit tells which is meant.
        ColumnType.DateTime => $"{Bits(left)} == {Bits(right)}",
        ColumnType.DateTimeOffset => $"{left}.EqualsExact({right})",
        _ => $"{left} == {right}",
    };

    private static string Bits(string dateTime) =>
        $"global::System.Runtime.CompilerServices.Unsafe.BitCast<global::System.DateTime, ulong>({dateTime})";
}
