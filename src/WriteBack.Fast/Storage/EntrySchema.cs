using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>
/// Describes a cache's entries for a store: their name, their columns, and a generated visitor. The visitor serves every sink and
/// source, without reflection or boxing. Immutable and thread-safe.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public abstract class EntrySchema<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Describes the entries of a cache.</summary>
    /// <param name="name">The cache's name.</param>
    /// <param name="columns">The key's columns, then the value's, each in declaration order.</param>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    protected EntrySchema(string name, params ImmutableArray<ColumnSchema> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Columns = columns;
        KeyColumnCount = columns.Count(static column => column.IsKey);
    }

    /// <summary>The name of the cache, and by default of its table.</summary>
    public string Name { get; }

    /// <summary>All columns: the key's first, then the value's.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>The number of <see cref="Columns"/> that belong to the key.</summary>
    public int KeyColumnCount { get; }

    /// <summary>The number of <see cref="Columns"/> that belong to the value.</summary>
    public int ValueColumnCount => Columns.Length - KeyColumnCount;

    /// <summary>Writes the key's columns to a sink, in order.</summary>
    /// <param name="writer">The sink.</param>
    /// <param name="key">The key.</param>
    public abstract void WriteKey<TWriter>(ref TWriter writer, in TKey key)
        where TWriter : struct, IColumnWriter, allows ref struct;

    /// <summary>Writes the value's columns to a sink, in order.</summary>
    /// <param name="writer">The sink.</param>
    /// <param name="value">The value.</param>
    public abstract void WriteValue<TWriter>(ref TWriter writer, in TValue value)
        where TWriter : struct, IColumnWriter, allows ref struct;

    /// <summary>Reads the key's columns from a source, in order. A null or missing column gives its type's default.</summary>
    /// <param name="reader">The source.</param>
    public abstract TKey ReadKey<TReader>(ref TReader reader)
        where TReader : struct, IColumnReader, allows ref struct;

    /// <summary>Reads the value's columns from a source, in order. A null or missing column gives its type's default.</summary>
    /// <param name="reader">The source.</param>
    public abstract TValue ReadValue<TReader>(ref TReader reader)
        where TReader : struct, IColumnReader, allows ref struct;
}
