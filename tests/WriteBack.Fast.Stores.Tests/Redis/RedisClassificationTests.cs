using StackExchange.Redis;

namespace WriteBack.Fast.Tests;

/// <summary>What the store says of its exceptions.</summary>
public sealed class RedisClassificationTests : IAsyncDisposable
{
    // Never connected.
    private readonly ConnectionMultiplexer _redis =
        ConnectionMultiplexer.Connect(new ConfigurationOptions { EndPoints = { "127.0.0.1:1" }, AbortOnConnectFail = false, ConnectTimeout = 1, ConnectRetry = 0 });

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Theory]
    [InlineData(StoreFailure.Entry, RedisErrorKind.WrongType)]
    [InlineData(
        StoreFailure.Outage, RedisErrorKind.ReadOnly, RedisErrorKind.Loading, RedisErrorKind.OutOfMemory, RedisErrorKind.ClusterDown,
        RedisErrorKind.Moved, RedisErrorKind.Ask, RedisErrorKind.NoAuth, RedisErrorKind.WrongPass, RedisErrorKind.Misconfigured,
        RedisErrorKind.Busy, RedisErrorKind.TryAgain, RedisErrorKind.MasterDown, RedisErrorKind.NoReplicas, RedisErrorKind.MaxClients,
        RedisErrorKind.UnknownCommand, RedisErrorKind.NotPermitted)]
    [InlineData(StoreFailure.Unknown, RedisErrorKind.UnknownError, RedisErrorKind.Unknown)]
    public void A_kind_says_what_a_refusal_is_about(StoreFailure expected, params RedisErrorKind[] kinds) =>
        Assert.All(kinds, kind => Assert.Equal(expected, Classify(Refused(kind, ""))));

    [Theory]
    [InlineData("NOPERM User guest has no permissions to run the 'set' command", StoreFailure.Outage)]
    [InlineData("NOPERM this user has no permissions to run the 'set' command or its subcommand", StoreFailure.Outage)]
    [InlineData("NOPERM No permissions to access a key", StoreFailure.Unknown)]
    [InlineData("NOPERM this user has no permissions to access one of the keys used as arguments", StoreFailure.Unknown)]
    public void A_user_without_a_command_can_write_nothing_and_one_without_a_key_may_have_others(string message, StoreFailure expected) =>
        Assert.Equal(expected, Classify(Refused(RedisErrorKind.NoPermission, message)));

    [Fact]
    public void What_the_client_says_itself_is_an_outage_and_what_is_not_its_own_is_left_to_the_cache()
    {
        Assert.Equal(StoreFailure.Outage, Classify(new RedisConnectionException(ConnectionFailureType.SocketFailure, CommandFlags.None, "")));
        Assert.Equal(StoreFailure.Outage, Classify(new RedisTimeoutException(CommandFlags.None, "", CommandStatus.Sent)));
        Assert.Equal(StoreFailure.Outage, Classify(new RedisCommandException("")));
        Assert.Equal(StoreFailure.Unknown, Classify(new InvalidOperationException()));
    }

    private static RedisServerException Refused(RedisErrorKind kind, string message) => new(kind, CommandFlags.None, message);

    private StoreFailure Classify(Exception exception) => RedisStore.Create(_redis, PlayerCache.Schema).Classify(exception);
}
