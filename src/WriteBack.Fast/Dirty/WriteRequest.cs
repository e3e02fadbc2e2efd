namespace WriteBack.Fast;

/// <summary>A caller's write.</summary>
/// <param name="key">The key.</param>
/// <param name="hash">The key's hash.</param>
/// <param name="value">The value; the default for a remove.</param>
/// <param name="kind">The kind of the write: a value or a remove.</param>
/// <param name="priority">The write's priority.</param>
internal readonly struct WriteRequest<TKey, TValue>(TKey key, ulong hash, TValue value, WriteKind kind, FlushPriority priority)
    where TKey : struct
    where TValue : notnull
{
    // Fields, so that they can be passed by reference.
    public readonly TKey Key = key;
    public readonly TValue Value = value;
    public readonly ulong Hash = hash;
    public readonly WriteKind Kind = kind;
    public readonly FlushPriority Priority = priority;

    /// <summary>A copy with another priority.</summary>
    public WriteRequest<TKey, TValue> WithPriority(FlushPriority priority) => new(Key, Hash, Value, Kind, priority);
}
