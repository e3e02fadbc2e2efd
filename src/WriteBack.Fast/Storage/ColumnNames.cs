using System.Collections.Immutable;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>The names of columns, as they are kept with what is written, so that it is read when the types have changed.</summary>
internal static class ColumnNames
{
    public static string[] OfKey(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => column.IsKey).Select(static column => column.Name)];

    public static string[] OfValue(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => !column.IsKey).Select(static column => column.Name)];

    public static void Write(ref MessagePackWriter writer, string[] names)
    {
        writer.WriteArrayHeader(names.Length);
        foreach (string name in names)
            writer.Write(name);
    }

    /// <exception cref="MessagePackSerializationException">What follows is no list of names.</exception>
    public static string[] Read(ref MessagePackReader reader)
    {
        var names = new string[reader.ReadArrayHeader()];
        for (int index = 0; index < names.Length; index++)
            names[index] = reader.ReadString() ?? "";
        return names;
    }
}
