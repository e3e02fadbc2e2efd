namespace WriteBack.Fast;

/// <summary>What a caller wants to write.</summary>
/// <param name="key">The key.</param>
/// <param name="hash">The key's hash.</param>
/// <param name="value">The value; the default for a remove.</param>
/// <param name="kind">Whether it is a value or a remove.</param>
/// <param name="priority">How soon it is to be stored.</param>
internal readonly struct WriteRequest<TKey, TValue>(TKey key, ulong hash, TValue value, WriteKind kind, FlushPriority priority)
    where TKey : struct
    where TValue : notnull
{
    // Fields, so that they are passed by reference.
    public readonly TKey Key = key;
    public readonly TValue Value = value;
    public readonly ulong Hash = hash;
    public readonly WriteKind Kind = kind;
    public readonly FlushPriority Priority = priority;

    /// <summary>The same with another priority.</summary>
    public WriteRequest<TKey, TValue> WithPriority(FlushPriority priority) => new(Key, Hash, Value, Kind, priority);
}
