using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Model;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>How a member of each column type is written to a sink and read from a source.</summary>
internal static class ColumnCode
{
    /// <summary>The call that writes a member that is not null.</summary>
    public static string Write(MemberModel member, string expression) => Wide(member.Type) switch
    {
        { } wide when member.Special == wide.Special => $"writer.Write{wide.Method}({expression})",
        { } wide => $"writer.Write{wide.Method}(({wide.Keyword}){expression})",
        null when member.Type == ColumnType.MessagePack => $"writer.WriteObject<{member.Core}>({expression})",
        null => $"writer.Write{member.Type}({expression})",
    };

    /// <summary>The call that reads a member that is not null.</summary>
    public static string Read(MemberModel member) => Wide(member.Type) switch
    {
        { } wide when member.Special == wide.Special => $"reader.Read{wide.Method}()",
        { } wide => $"unchecked(({member.Core})reader.Read{wide.Method}())",
        null when member.Type == ColumnType.MessagePack => $"reader.ReadObject<{member.Core}>()",
        null => $"reader.Read{member.Type}()",
    };

    // Sinks and sources know integers of 64 bits only.
    private static (string Method, string Keyword, SpecialType Special)? Wide(ColumnType type) => type switch
    {
        ColumnType.UInt64 => ("UInt64", "ulong", SpecialType.System_UInt64),
        ColumnType.SByte or ColumnType.Byte or ColumnType.Int16 or ColumnType.UInt16 or ColumnType.Int32 or ColumnType.UInt32
            or ColumnType.Int64 => ("Int64", "long", SpecialType.System_Int64),
        _ => null,
    };
}
