namespace WriteBack.Fast;

// Two classes, since two methods that differ only in the constraint, struct or class, cannot be in one.

/// <summary>Read-through that returns a nullable value, for caches of structs.</summary>
public static class StructCacheExtensions
{
    /// <summary>Reads an entry from memory, or else from the store.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="key">The key.</param>
    /// <param name="ct">Cancels this caller's wait, but not the load.</param>
    /// <returns>The value; null when neither memory nor the store has it.</returns>
    public static async ValueTask<TValue?> GetAsync<TKey, TValue>(
        this IWriteBackCache<TKey, TValue> cache, TKey key, CancellationToken ct = default)
        where TKey : struct
        where TValue : struct
    {
        ArgumentNullException.ThrowIfNull(cache);
        var result = await cache.LookupAsync(key, ct).ConfigureAwait(false);
        return result.Found ? result.Value : null;
    }
}

/// <summary>Read-through that returns a nullable value, for caches of classes.</summary>
public static class ClassCacheExtensions
{
    /// <inheritdoc cref="StructCacheExtensions.GetAsync{TKey,TValue}(IWriteBackCache{TKey,TValue},TKey,CancellationToken)"/>
    public static async ValueTask<TValue?> GetAsync<TKey, TValue>(
        this IWriteBackCache<TKey, TValue> cache, TKey key, CancellationToken ct = default)
        where TKey : struct
        where TValue : class
    {
        ArgumentNullException.ThrowIfNull(cache);
        var result = await cache.LookupAsync(key, ct).ConfigureAwait(false);
        return result.Found ? result.Value : null;
    }
}
