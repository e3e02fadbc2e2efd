using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>
/// What only a cache does with a batch, for the package that tests stores: to make one, and to see what was rejected.
/// Thread-safe, but for the batch itself.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WriteBatchAccess
{
    /// <summary>Makes a batch, which is nobody's but the caller's: it is not pooled.</summary>
    /// <param name="schema">Describes the entries.</param>
    /// <param name="serializer">Serialises <see cref="WriteBatch{TKey,TValue}.MessagePack"/>.</param>
    /// <param name="id">The batch's id.</param>
    /// <param name="entries">Its entries, each key once; copied.</param>
    /// <exception cref="ArgumentNullException">The schema or the serializer is null.</exception>
    public static WriteBatch<TKey, TValue> Batch<TKey, TValue>(
        EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions serializer, long id,
        ReadOnlySpan<WriteEntry<TKey, TValue>> entries)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(serializer);
        var batch = new WriteBatch<TKey, TValue>(schema, serializer, entries.ToArray());
        batch.Bind(id, offset: 0, entries.Length);
        return batch;
    }

    /// <summary>Makes an entry of a batch. Nothing is checked.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; the default for a <see cref="WriteKind.Delete"/>.</param>
    /// <param name="kind">Whether to write the row or to delete it.</param>
    /// <param name="version">The number of the write, which grows per key.</param>
    /// <param name="priority">The highest priority among the writes that the entry stands for.</param>
    /// <param name="attempt">1 on the first try.</param>
    public static WriteEntry<TKey, TValue> Entry<TKey, TValue>(
        TKey key, TValue value, WriteKind kind, long version, FlushPriority priority, int attempt)
        where TKey : struct
        where TValue : notnull =>
        new(key, value, kind, version, priority, attempt);

    /// <summary>Why an entry of a batch was rejected; null when it was not.</summary>
    /// <param name="batch">The batch, on the one thread that uses it.</param>
    /// <param name="index">The entry's index in <see cref="WriteBatch{TKey,TValue}.Entries"/>.</param>
    /// <exception cref="ArgumentNullException">The batch is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public static Exception? RejectionOf<TKey, TValue>(WriteBatch<TKey, TValue> batch, int index)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, batch.Count);
        return batch.RejectionOf(index);
    }
}
