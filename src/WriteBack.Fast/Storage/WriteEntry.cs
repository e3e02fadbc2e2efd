namespace WriteBack.Fast;

/// <summary>One write of a batch. Immutable.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
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

    /// <summary>
    /// The write's version. A later write of the key has a higher version; a retry has the same or a higher one. With a log, versions also
    /// grow across restarts.
    /// </summary>
    public long Version { get; }

    /// <summary>The highest priority of the writes that this entry combines.</summary>
    public FlushPriority Priority { get; }

    /// <summary>1 on the first attempt, and one more for each time that the store refused this entry itself.</summary>
    public int Attempt { get; }
}
