using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// The entries that a store must write, each key once. The batch is pooled: it is valid only during <c>WriteAsync</c>. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class WriteBatch<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly WriteEntry<TKey, TValue>[] _entries;
    private readonly WriteBatchPayload<TKey, TValue> _payload;
    private ReadOnlyMemory<byte>? _serialized;
    private Exception?[]? _rejections;
    private int _offset;

    /// <summary>Makes a batch, which may be bound any number of times.</summary>
    /// <param name="schema">The schema of the entries.</param>
    /// <param name="serializer">The serializer options of <see cref="MessagePack"/>.</param>
    /// <param name="entries">The array of which the batch shows a part.</param>
    internal WriteBatch(
        EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions serializer, WriteEntry<TKey, TValue>[] entries)
    {
        _entries = entries;
        _payload = new WriteBatchPayload<TKey, TValue>(schema, serializer);
    }

    /// <summary>
    /// The number of this call of the store. Numbers of a cache grow by one with each call that writes, retries and parts of a batch
    /// included.
    /// </summary>
    public long Id { get; private set; }

    /// <summary>The number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The entries.</summary>
    public ReadOnlySpan<WriteEntry<TKey, TValue>> Entries => _entries.AsSpan(_offset, Count);

    /// <summary>
    /// The batch as MessagePack: an array of [kind, version, key, value]. Key and value are arrays of their columns; the value of a delete
    /// is nil. The first use serialises the batch into pooled memory. It rejects an entry that cannot be serialised, and leaves out the
    /// entries rejected so far.
    /// </summary>
    public ReadOnlyMemory<byte> MessagePack => _serialized ??= _payload.Write(this);

    internal int RejectedCount { get; private set; }

    /// <summary>Rejects an entry that cannot be stored. The other entries are not affected. The first reason of an entry is kept.</summary>
    /// <param name="index">The entry's index in <see cref="Entries"/>.</param>
    /// <param name="reason">Why the entry cannot be stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside <see cref="Entries"/>.</exception>
    /// <exception cref="ArgumentNullException">The reason is null.</exception>
    public void Reject(int index, Exception reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        ArgumentNullException.ThrowIfNull(reason);

        _rejections ??= new Exception?[_entries.Length];
        if (_rejections[index] is not null)
            return;
        _rejections[index] = reason;
        RejectedCount++;
    }

    /// <summary>Shows another part of the array. The rejections and the serialised form are cleared.</summary>
    internal void Bind(long id, int offset, int count)
    {
        Forget();
        _offset = offset;
        Id = id;
        Count = count;
    }

    /// <summary>The reason why an entry was rejected; null when it was not.</summary>
    internal Exception? RejectionOf(int index) => _rejections?[index];

    /// <summary>Returns pooled memory. The batch is empty until it is bound again.</summary>
    internal void Release()
    {
        Forget();
        Count = 0;
        _payload.Release();
    }

    private void Forget()
    {
        _serialized = null;
        if (RejectedCount > 0)
            Array.Clear(_rejections!);
        RejectedCount = 0;
    }
}
