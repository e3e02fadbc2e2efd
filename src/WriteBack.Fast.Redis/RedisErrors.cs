using StackExchange.Redis;

namespace WriteBack.Fast;

/// <summary>Tells an entry that Redis refuses from a Redis that is down.</summary>
internal static class RedisErrors
{
    // "NOPERM No permissions to access a key", as against "… to run the 'set' command".
    private const string KeyRefusal = "permissions to access";

    /// <summary>Says what an exception of StackExchange.Redis is about.</summary>
    public static StoreFailure Classify(Exception exception) => exception switch
    {
        RedisServerException refusal => Classify(refusal),
        RedisException or RedisCommandException or TimeoutException => StoreFailure.Outage,
        _ => StoreFailure.Unknown,
    };

    /// <summary>What a caller sees of a Redis that is down: a <see cref="TimeoutException"/> or an <see cref="IOException"/>.</summary>
    /// <param name="exception">What the client threw in a call.</param>
    public static Exception Translate(Exception exception) => exception switch
    {
        TimeoutException => exception,
        RedisServerException refusal when Classify(refusal) != StoreFailure.Outage => exception,
        _ => new IOException(exception.Message, exception),
    };

    private static StoreFailure Classify(RedisServerException refusal) => refusal.Kind switch
    {
        RedisErrorKind.WrongType => StoreFailure.Entry,

        // A user may have been given some of the keys, or none of them.
        RedisErrorKind.NoPermission when refusal.Message.Contains(KeyRefusal, StringComparison.Ordinal) => StoreFailure.Unknown,

        // A value that is too long, a quota of the host that is used up.
        RedisErrorKind.None or RedisErrorKind.Unknown or RedisErrorKind.UnknownError => StoreFailure.Unknown,

        // A server that is loading, full, busy, a replica, without its login, or not allowed to write to its disk; a cluster without
        // all of its slots; a command that it does not have.
        _ => StoreFailure.Outage,
    };
}
