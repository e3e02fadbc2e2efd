using System.Collections.Immutable;
using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>
/// The names of columns, as they are kept with what is written, so that it is read when the types have changed. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnNames
{
    internal static string[] OfKey(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => column.IsKey).Select(static column => column.Name)];

    /// <summary>The names of the columns that belong to the value, in their order.</summary>
    /// <param name="columns">All columns of an entry.</param>
    public static string[] OfValue(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => !column.IsKey).Select(static column => column.Name)];

    /// <summary>Writes names as an array of strings.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="names">The names.</param>
    public static void Write(ref MessagePackWriter writer, string[] names)
    {
        writer.WriteArrayHeader(names.Length);
        foreach (string name in names)
            writer.Write(name);
    }

    /// <summary>Reads names that <see cref="Write"/> wrote, and moves the reader behind them.</summary>
    /// <param name="reader">Where from.</param>
    /// <exception cref="MessagePackSerializationException">What follows is no list of names.</exception>
    /// <exception cref="EndOfStreamException">The list is cut off.</exception>
    public static string[] Read(ref MessagePackReader reader)
    {
        var names = new string[reader.ReadArrayHeader()];
        for (int index = 0; index < names.Length; index++)
            names[index] = reader.ReadString() ?? "";
        return names;
    }
}
