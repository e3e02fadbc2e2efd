using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>
/// Name, columns, and the generated visitor of a cache's entries: what a store needs to know of them. The one visitor
/// serves every sink and source, without reflection or boxing. Immutable and thread-safe.
/// </summary>
public abstract class EntrySchema<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Describes the entries of a cache.</summary>
    /// <param name="name">Name of the cache.</param>
    /// <param name="columns">The key's columns, then the value's, each in declaration order.</param>
    protected EntrySchema(string name, params ImmutableArray<ColumnSchema> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        Columns = columns;
        KeyColumnCount = columns.Count(static column => column.IsKey);
    }

    /// <summary>Name of the cache, and by default of its table.</summary>
    public string Name { get; }

    /// <summary>All columns: the key's first, then the value's.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>How many of <see cref="Columns"/> belong to the key.</summary>
    public int KeyColumnCount { get; }

    /// <summary>How many of <see cref="Columns"/> belong to the value.</summary>
    public int ValueColumnCount => Columns.Length - KeyColumnCount;

    /// <summary>Writes each key column to the sink.</summary>
    public abstract void WriteKey<TWriter>(ref TWriter writer, in TKey key)
        where TWriter : struct, IColumnWriter, allows ref struct;

    /// <summary>Writes each value column to the sink.</summary>
    public abstract void WriteValue<TWriter>(ref TWriter writer, in TValue value)
        where TWriter : struct, IColumnWriter, allows ref struct;

    /// <summary>Reads each key column from the source. A null or missing column gives its type's default.</summary>
    public abstract TKey ReadKey<TReader>(ref TReader reader)
        where TReader : struct, IColumnReader, allows ref struct;

    /// <summary>Reads each value column from the source. A null or missing column gives its type's default.</summary>
    public abstract TValue ReadValue<TReader>(ref TReader reader)
        where TReader : struct, IColumnReader, allows ref struct;
}
