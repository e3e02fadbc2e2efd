namespace WriteBack.Fast;

/// <summary>
/// Turns a partial class into a write-back cache of <typeparamref name="TValue"/> by <typeparamref name="TKey"/>. The attribute's
/// properties change the generated code; <see cref="WriteBackOptions"/> changes the behaviour at run time.
/// </summary>
/// <typeparam name="TKey">
/// A struct whose members are the key columns, or a single primitive. A string key needs a record struct around it.
/// </typeparam>
/// <typeparam name="TValue">A struct, or an immutable class, whose members are the value columns.</typeparam>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class WriteBackCacheAttribute<TKey, TValue> : Attribute
    where TKey : struct
    where TValue : notnull
{
    /// <summary>
    /// The name of the table, and of the cache in logs and metrics. By default the class name without its ending <c>Cache</c>, in
    /// snake_case: <c>PlayerCache</c> becomes <c>player</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>Whether reads are counted, which is the default. <see langword="false"/> compiles the read counters out.</summary>
    public bool Statistics { get; set; } = true;

    /// <summary>
    /// Whether entries can expire, after <see cref="WriteBackOptions.TimeToLive"/>; not by default. Reads then take a few nanoseconds
    /// longer.
    /// </summary>
    public bool Expiration { get; set; }
}
