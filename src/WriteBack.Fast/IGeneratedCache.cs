namespace WriteBack.Fast;

/// <summary>What is generated on every cache class, for code that opens caches of any type.</summary>
/// <typeparam name="TSelf">The cache class.</typeparam>
/// <typeparam name="TKey">Type of its keys.</typeparam>
/// <typeparam name="TValue">Type of its values.</typeparam>
public interface IGeneratedCache<TSelf, TKey, TValue> : IWriteBackCache<TKey, TValue>
    where TSelf : class, IGeneratedCache<TSelf, TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>Name, columns and visitor of the entries.</summary>
    static abstract EntrySchema<TKey, TValue> Schema { get; }

    /// <summary>Opens the cache on a store, which stays the caller's.</summary>
    /// <param name="store">Where entries are loaded from and written to.</param>
    /// <param name="options">How the cache behaves; the defaults when null.</param>
    /// <param name="ct">Ends the opening.</param>
    static abstract ValueTask<TSelf> OpenAsync(
        IWriteBackStore<TKey, TValue> store, WriteBackOptions? options = null, CancellationToken ct = default);
}
