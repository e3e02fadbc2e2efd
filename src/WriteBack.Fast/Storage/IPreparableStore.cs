using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// A store that gets ready before a cache uses it: connects, creates or checks its table. Optional beside
/// <see cref="IWriteBackStore{TKey,TValue}"/>; a store that wraps another forwards the call.
/// </summary>
public interface IPreparableStore
{
    /// <summary>Called once by each cache that opens on this store, before anything else. An exception fails the open.</summary>
    /// <param name="context">What the cache was opened with.</param>
    /// <param name="ct">The token given to <c>OpenAsync</c>.</param>
    ValueTask PrepareAsync(StoreContext context, CancellationToken ct);
}

/// <summary>What a store may need to know of the cache that opens on it.</summary>
/// <param name="Serializer">Options for members that become one MessagePack column.</param>
public sealed record StoreContext(MessagePackSerializerOptions Serializer);
