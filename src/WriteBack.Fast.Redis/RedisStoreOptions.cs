namespace WriteBack.Fast;

/// <summary>Where and how a store keeps its entries in Redis. Read once, when the store is made.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>
    /// What every Redis key begins with, before a colon. Null, the default, for the schema's name; empty for none. It must
    /// differ from the prefix of every other cache in the same database, also when that is followed by a colon and more.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>Which part of a key is its hash tag. None by default.</summary>
    public RedisHashTag HashTag { get; set; }

    /// <summary>
    /// How long Redis keeps an entry after it was written last; at least a millisecond. Null, the default, for ever. Reads do
    /// not prolong it, and what the cache holds in memory stays there.
    /// </summary>
    public TimeSpan? Expiry { get; set; }

    /// <summary>The number of the database; null, the default, for that of the connection. A cluster has only 0.</summary>
    public int? Database { get; set; }

    /// <summary>
    /// The most bytes of a value; at least 1, by default 512 MiB, as the server's <c>proto-max-bulk-len</c>. A larger entry is
    /// refused before it is sent: the server would drop the connection, and what else was on its way, each time.
    /// </summary>
    public int MaxValueBytes { get; set; } = 512 * 1024 * 1024;
}
