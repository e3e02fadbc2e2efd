using System.ComponentModel;
using MessagePack;

namespace WriteBack.Fast.Internals;

/// <summary>
/// Makes batches and reads their rejections, for the package that tests stores. Otherwise only a cache does this. Thread-safe, except
/// the batches.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WriteBatchAccess
{
    /// <summary>Makes a batch that is not pooled.</summary>
    /// <param name="schema">The schema of the entries.</param>
    /// <param name="serializer">The serializer options of <see cref="WriteBatch{TKey,TValue}.MessagePack"/>.</param>
    /// <param name="id">The batch's id.</param>
    /// <param name="entries">The batch's entries, copied. Each key occurs once.</param>
    /// <returns>The batch.</returns>
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

    /// <summary>Makes an entry of a batch. The arguments are not checked.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; the default for a <see cref="WriteKind.Delete"/>.</param>
    /// <param name="kind">Whether to write the row or to delete it.</param>
    /// <param name="version">The write's version, which grows per key.</param>
    /// <param name="priority">The highest priority of the writes that the entry combines.</param>
    /// <param name="attempt">1 on the first attempt.</param>
    /// <returns>The entry.</returns>
    public static WriteEntry<TKey, TValue> Entry<TKey, TValue>(
        TKey key, TValue value, WriteKind kind, long version, FlushPriority priority, int attempt)
        where TKey : struct
        where TValue : notnull =>
        new(key, value, kind, version, priority, attempt);

    /// <summary>Gets the reason why an entry of a batch was rejected.</summary>
    /// <param name="batch">The batch. No other thread may use it meanwhile.</param>
    /// <param name="index">The entry's index in <see cref="WriteBatch{TKey,TValue}.Entries"/>.</param>
    /// <returns>The reason; null when the entry was not rejected.</returns>
    /// <exception cref="ArgumentNullException">The batch is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the batch's entries.</exception>
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
