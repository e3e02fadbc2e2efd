using StackExchange.Redis;

namespace WriteBack.Fast;

/// <summary>Tells an entry that Redis refuses from a Redis that is down.</summary>
internal static class RedisErrors
{
    /// <summary>
    /// Whether the server refused one command for what it is. All else that StackExchange.Redis throws (no connection, no answer
    /// in time, a server that is loading, full, a replica, or not allowed to write to its disk, a cluster without all of its
    /// slots) would meet any other entry as well.
    /// </summary>
    public static bool IsOfEntry(Exception exception) => exception is RedisServerException
    {
        Kind: RedisErrorKind.WrongType or RedisErrorKind.NoPermission or RedisErrorKind.UnknownError
    };

    /// <summary>What a cache takes for a store that is down: a <see cref="TimeoutException"/> or an <see cref="IOException"/>.</summary>
    public static Exception Translate(Exception exception) => exception is TimeoutException || IsOfEntry(exception)
        ? exception
        : new IOException(exception.Message, exception);
}
