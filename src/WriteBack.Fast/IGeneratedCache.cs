namespace WriteBack.Fast;

/// <summary>The static members that the generator adds to every cache class, for code that opens caches of any type.</summary>
/// <typeparam name="TSelf">The cache class.</typeparam>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public interface IGeneratedCache<TSelf, TKey, TValue> : IWriteBackCache<TKey, TValue>
    where TSelf : class, IGeneratedCache<TSelf, TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The schema of the entries: name, columns and visitor.</summary>
    static abstract EntrySchema<TKey, TValue> Schema { get; }

    /// <summary>Opens the cache on a store. The cache does not dispose of the store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">The options, copied; null for the defaults.</param>
    /// <param name="ct">Cancels the opening.</param>
    /// <returns>The open cache.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options have faults; each is named.</exception>
    /// <exception cref="StoreSchemaException">The store's table does not fit the entries.</exception>
    /// <exception cref="WriteAheadLogException">The log is open elsewhere, is damaged, or cannot be used.</exception>
    /// <exception cref="IOException">The directory of the dead letters is open elsewhere, or cannot be used.</exception>
    static abstract ValueTask<TSelf> OpenAsync(
        IWriteBackStore<TKey, TValue> store, WriteBackOptions? options = null, CancellationToken ct = default);
}
