using System.Collections.Immutable;
using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>The names of columns. Stored data has them, so changed types can read it. Thread-safe.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ColumnNames
{
    internal static string[] OfKey(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => column.IsKey).Select(static column => column.Name)];

    /// <summary>The names of the value's columns, in their order.</summary>
    /// <param name="columns">All columns of an entry.</param>
    public static string[] OfValue(ImmutableArray<ColumnSchema> columns) =>
        [.. columns.Where(static column => !column.IsKey).Select(static column => column.Name)];

    /// <summary>Writes names as an array of strings.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="names">The names.</param>
    public static void Write(ref MessagePackWriter writer, string[] names)
    {
        writer.WriteArrayHeader(names.Length);
        foreach (string name in names)
            writer.Write(name);
    }

    /// <summary>Reads names that <see cref="Write"/> wrote, and moves the reader past them.</summary>
    /// <param name="reader">The reader.</param>
    /// <returns>The names.</returns>
    /// <exception cref="MessagePackSerializationException">The next element is not an array of strings.</exception>
    /// <exception cref="EndOfStreamException">The array is cut off.</exception>
    public static string[] Read(ref MessagePackReader reader)
    {
        var names = new string[reader.ReadArrayHeader()];
        for (int index = 0; index < names.Length; index++)
            names[index] = reader.ReadString() ?? "";
        return names;
    }
}
