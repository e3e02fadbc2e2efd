namespace WriteBack.Fast;

/// <summary>One write of a batch.</summary>
public readonly struct WriteEntry<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    internal WriteEntry(TKey key, TValue value, WriteKind kind, long version, FlushPriority priority, int attempt)
    {
        Key = key;
        Value = value;
        Kind = kind;
        Version = version;
        Priority = priority;
        Attempt = attempt;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>The value to store; the default for a <see cref="WriteKind.Delete"/>.</summary>
    public TValue Value { get; }

    /// <summary>Whether to write the row or to delete it.</summary>
    public WriteKind Kind { get; }

    /// <summary>Grows per key over time, retries included.</summary>
    public long Version { get; }

    /// <summary>The highest priority among the writes that this entry stands for.</summary>
    public FlushPriority Priority { get; }

    /// <summary>1 on the first try; one more for each time that the store refused this entry itself.</summary>
    public int Attempt { get; }
}
