namespace WriteBack.Fast;

/// <summary>
/// Which part of each Redis key is its hash tag. A Redis Cluster keeps all keys with the same tag in the same slot, and so on
/// the same node; a single server takes no notice of it.
/// </summary>
public enum RedisHashTag : byte
{
    /// <summary>None, as in <c>player:7:42</c>: entries are spread over the whole cluster.</summary>
    None,

    /// <summary>The first member of the key, as in <c>player:{7}:42</c>: what shares it is in one slot.</summary>
    FirstMember,

    /// <summary>The prefix, as in <c>{player}:7:42</c>: all entries of the cache are in one slot.</summary>
    Prefix,
}
