using MessagePack;

namespace WriteBack.Fast;

/// <summary>What a store is asked to write: each key once. Pooled, so valid only during <c>WriteAsync</c>. Not thread-safe.</summary>
public sealed class WriteBatch<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly WriteEntry<TKey, TValue>[] _entries;
    private readonly WriteBatchPayload<TKey, TValue> _payload;
    private ReadOnlyMemory<byte>? _serialized;
    private Exception?[]? _rejections;
    private int _offset;

    /// <summary>A batch to be bound again and again.</summary>
    /// <param name="schema">Describes the entries.</param>
    /// <param name="serializer">Serialises <see cref="MessagePack"/>.</param>
    /// <param name="entries">What the batch is a window on; its length is the most entries there can be.</param>
    internal WriteBatch(
        EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions serializer, WriteEntry<TKey, TValue>[] entries)
    {
        _entries = entries;
        _payload = new WriteBatchPayload<TKey, TValue>(schema, serializer);
    }

    /// <summary>Grows by one per batch of this cache.</summary>
    public long Id { get; private set; }

    /// <summary>How many entries there are.</summary>
    public int Count { get; private set; }

    /// <summary>The entries.</summary>
    public ReadOnlySpan<WriteEntry<TKey, TValue>> Entries => _entries.AsSpan(_offset, Count);

    /// <summary>
    /// The batch in MessagePack, serialised once, on first use, into pooled memory: an array of [kind, version, key, value],
    /// where key and value are arrays of their columns and the value of a delete is nil. An entry that cannot be serialised
    /// is rejected; entries rejected so far are left out.
    /// </summary>
    public ReadOnlyMemory<byte> MessagePack => _serialized ??= _payload.Write(this);

    internal int RejectedCount { get; private set; }

    /// <summary>This entry cannot be stored; the rest of the batch stands. The first reason given for an entry is kept.</summary>
    /// <param name="index">Its index in <see cref="Entries"/>.</param>
    /// <param name="reason">Why it cannot be stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
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

    /// <summary>Moves the window, forgetting what was rejected and serialised before.</summary>
    internal void Bind(long id, int offset, int count)
    {
        Forget();
        _offset = offset;
        Id = id;
        Count = count;
    }

    /// <summary>Why the entry was rejected; null when it was not.</summary>
    internal Exception? RejectionOf(int index) => _rejections?[index];

    /// <summary>Gives pooled memory back. The batch is empty until it is bound again.</summary>
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
