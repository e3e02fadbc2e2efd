using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>Keys that may be hashed and compared as one block of 16 bytes, since each bit of their members counts.</summary>
internal static class BlockCode
{
    private const int BlockBytes = 16;

    /// <summary>Whether they may. Only the runtime knows whether there is anything else in a key, such as padding.</summary>
    public static bool IsBlock(EquatableArray<MemberModel> members) =>
        members.Sum(static member => BytesOf(member.Type) ?? BlockBytes + 1) == BlockBytes;

    private static int? BytesOf(ColumnType type) => type switch
    {
        ColumnType.SByte or ColumnType.Byte => 1,
        ColumnType.Int16 or ColumnType.UInt16 or ColumnType.Char => 2,
        ColumnType.Int32 or ColumnType.UInt32 => 4,
        ColumnType.Int64 or ColumnType.UInt64 or ColumnType.TimeSpan => 8,
        ColumnType.Guid => 16,
        _ => null,
    };
}
