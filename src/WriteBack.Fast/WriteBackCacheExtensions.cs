namespace WriteBack.Fast;

// Two classes, since C# tells a nullable struct from a nullable reference by constraint alone.

/// <summary>Read-through as a nullable value, for caches of structs.</summary>
public static class StructCacheExtensions
{
    /// <summary>Reads an entry from memory, else from the store; null when neither has it.</summary>
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

/// <summary>Read-through as a nullable value, for caches of classes.</summary>
public static class ClassCacheExtensions
{
    /// <summary>Reads an entry from memory, else from the store; null when neither has it.</summary>
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
