using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// A store that prepares itself before a cache uses it: it connects, and creates or checks its table. Optional beside
/// <see cref="IWriteBackStore{TKey,TValue}"/>. A store that wraps another must forward the call.
/// </summary>
public interface IPreparableStore
{
    /// <summary>
    /// Prepares the store. Each cache that opens on it calls this once, before any other call. An exception fails the open.
    /// </summary>
    /// <param name="context">The cache's settings for the store.</param>
    /// <param name="ct">The token given to <c>OpenAsync</c>.</param>
    ValueTask PrepareAsync(StoreContext context, CancellationToken ct);
}

/// <summary>The settings of a cache that its store may need.</summary>
/// <param name="Serializer">The serializer options for members that become one MessagePack column.</param>
public sealed record StoreContext(MessagePackSerializerOptions Serializer);
