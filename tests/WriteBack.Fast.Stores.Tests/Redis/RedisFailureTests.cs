using System.Globalization;
using StackExchange.Redis;
using WriteBack.Fast.Servers;
using WriteBack.Fast.Tests.EndToEnd;

namespace WriteBack.Fast.Tests;

/// <summary>A cache on a real server that is killed, demoted, full, deaf, or refuses entries.</summary>
public sealed class RedisFailureTests : ServerFailureTests
{
    public override ValueTask InitializeAsync()
    {
        SkipWhen.Missing(RedisServer.WhyMissing);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_server_killed_in_mid_flush_has_every_write_when_it_is_back()
    {
        const int Many = 20 * Entries;
        var server = await StartAsync("--appendonly", "yes", "--appendfsync", "always");
        var redis = await ConnectAsync(server);
        var (cache, store) = await OpenAsync(redis, batchSize: 100);
        store.Pause();
        SetAll(cache, Many);

        var flush = cache.FlushAsync(Ct).AsTask();
        store.Resume();
        await store.WaitForWriteAsync(20, Ct);
        await server.KillAsync();
        Assert.False(flush.IsCompleted);
        await server.RunAsync();

        await AssertAllStoredAsync(cache, flush, Many);
        Assert.Contains(store.Batches, static batch => batch.Error is IOException);
        Assert.Equal(Many, await redis.GetServers()[0].DatabaseSizeAsync());
        await AssertStoredAsync(redis, Many);
    }

    [Fact]
    public async Task A_connection_that_was_killed_is_made_again()
    {
        var server = await StartAsync();
        var redis = await ConnectAsync(server);
        var other = await ConnectAsync(server);
        var (cache, _) = await OpenAsync(redis);
        for (int round = 1; round <= 3; round++)
        {
            SetAll(cache, seed: round);
            var flush = cache.FlushAsync(Ct).AsTask();
            await other.GetDatabase().ExecuteAsync("CLIENT", "KILL", "TYPE", "normal");
            Assert.Equal(0, (await flush).DeadLettered);
        }

        await AssertStoredAsync(redis, Entries, seed: 3);
    }

    [Fact]
    public async Task A_replica_is_a_store_that_is_down_until_it_is_promoted()
    {
        var primary = await StartAsync();
        var replica = await StartAsync("--replicaof", "127.0.0.1", primary.Port.ToString(CultureInfo.InvariantCulture));
        var redis = await ConnectAsync(replica);
        var (cache, store) = await OpenAsync(redis);
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(2, Ct);
        Assert.True(cache.Statistics.IsStoreDown);
        Assert.IsAssignableFrom<IOException>(store.Batches[0].Error);
        await Assert.ThrowsAsync<IOException>(async () => await cache.GetAsync(1, -1, Ct));
        await PromoteAsync(replica);

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_primary_that_is_demoted_is_a_store_that_is_down()
    {
        var other = await StartAsync();
        var server = await StartAsync();
        // Roles are not asked for again, so that the server has to refuse the writes itself.
        var redis = await ConnectAsync(server, static options => options.ConfigCheckSeconds = int.MaxValue);
        var (cache, store) = await OpenAsync(redis);
        await ExecuteAsync(server, "REPLICAOF", "127.0.0.1", other.Port.ToString(CultureInfo.InvariantCulture));
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(2, Ct);
        AssertRefused(RedisErrorKind.ReadOnly, store.Batches[0].Error);
        await PromoteAsync(server);
        await redis.ConfigureAsync();

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_full_server_costs_no_entry_an_attempt()
    {
        var server = await StartAsync("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        var redis = await ConnectAsync(server);
        var (cache, store) = await OpenAsync(redis);
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(3, Ct);
        AssertRefused(RedisErrorKind.OutOfMemory, store.Batches[0].Error);
        await ExecuteAsync(server, "CONFIG", "SET", "maxmemory", "0");

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_store_that_is_down()
    {
        var server = await StartAsync();
        var redis = await ConnectAsync(server, static options => options.AsyncTimeout = 100);
        var (cache, store) = await OpenAsync(redis);
        await ExecuteAsync(server, "CLIENT", "PAUSE", "600000", "WRITE");
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(2, Ct);
        Assert.IsAssignableFrom<TimeoutException>(store.Batches[0].Error);
        await ExecuteAsync(server, "CLIENT", "UNPAUSE");

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_cancelled_write_waits_for_no_answer()
    {
        var server = await StartAsync();
        var redis = await ConnectAsync(server);
        await ExecuteAsync(server, "CLIENT", "PAUSE", "600000", "ALL");
        using var cancellation = new CancellationTokenSource();
        var store = RedisStore.Create(redis, PlayerCache.Schema);

        var write = store.WriteAsync(Players.Many(1, Entries), cancellation.Token).AsTask();
        var load = store.LoadAsync(new PlayerKey(1, 1), cancellation.Token).AsTask();
        Assert.False(write.IsCompleted || load.IsCompleted);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
    }

    [Fact]
    public async Task A_user_who_may_not_write_is_a_store_that_is_down()
    {
        var server = await StartAsync();
        var redis = await ConnectAsGuestAsync(server, "allkeys");
        var (cache, store) = await OpenAsync(redis);
        await ExecuteAsync(server, "ACL", "SETUSER", "guest", "-set");
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(3, Ct);
        AssertRefused(RedisErrorKind.NoPermission, store.Batches[0].Error);
        await ExecuteAsync(server, "ACL", "SETUSER", "guest", "+set");

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_key_of_the_wrong_type_is_the_entrys_own_fault()
    {
        var server = await StartAsync();
        var redis = await ConnectAsync(server);
        var (cache, store) = await OpenAsync(redis);
        // A write replaces whatever is there, so that only a read meets the type.
        await redis.GetDatabase().HashSetAsync("player:1:7", "field", "value");
        var refusal = await Assert.ThrowsAsync<RedisServerException>(async () => await store.LoadAsync(new PlayerKey(1, 7), Ct));
        store.Poison(static entry => entry.Key.PlayerId == 7, refusal);
        SetAll(cache);

        await cache.FlushAsync(Ct);

        Assert.Equal(StoreFailure.Entry, store.Classify(refusal));
        Assert.Equal((Entries - 1, 1), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        Assert.Equal(7, (await cache.DeadLetters.ReadAllAsync(Ct).SingleAsync(Ct)).Key.PlayerId);
    }

    [Fact]
    public async Task What_the_server_refuses_becomes_a_dead_letter_and_the_rest_is_stored()
    {
        var server = await StartAsync();
        var redis = await ConnectAsGuestAsync(server, "~player:1:?", "~player:1:??");
        var (cache, store) = await OpenAsync(redis);
        SetAll(cache);

        await cache.FlushAsync(Ct);

        Assert.Equal((100, Entries - 100), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        Assert.All(store.Batches, static batch =>
            Assert.True(batch.Error is null or RedisServerException { Kind: RedisErrorKind.NoPermission }, $"{batch.Error}"));
        var letters = await cache.DeadLetters.ReadAllAsync(Ct).ToListAsync(Ct);
        Assert.Equal(Enumerable.Range(100, Entries - 100), letters.Select(static letter => letter.Key.PlayerId).Order());
        Assert.All(letters, static letter =>
            Assert.StartsWith("NOPERM", letter.Error.Message, StringComparison.Ordinal));

        await ExecuteAsync(server, "ACL", "SETUSER", "guest", "allkeys");
        await cache.DeadLetters.ReplayAsync(Ct);
        await cache.FlushAsync(Ct);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_value_too_long_for_the_server_does_not_cost_the_others_their_connection()
    {
        const int Most = 1024 * 1024;
        var server = await StartAsync("--proto-max-bulk-len", "1mb");
        var redis = await ConnectAsync(server);
        var store = RedisStore.Create(redis, PlayerCache.Schema, new RedisStoreOptions { MaxValueBytes = Most });
        var batch = Players.Batch()
            .Upsert(new PlayerKey(1, 1), Players.State(1))
            .Upsert(new PlayerKey(1, 2), Players.State(2) with { Title = new string('x', Most) })
            .Upsert(new PlayerKey(1, 3), Players.State(3) with { Title = new string('x', Most - 100) })
            .Build();

        await store.WriteAsync(batch, Ct);

        Assert.IsType<InvalidDataException>(Assert.Single(batch.Rejections()).Value);
        Assert.Equal(1, batch.Rejections().Keys.Single());
        Assert.Equal(2, await redis.GetServers()[0].DatabaseSizeAsync());
    }

    [Fact]
    public async Task A_cache_opens_and_writes_before_the_server_is_there()
    {
        var server = await StartAsync();
        await server.KillAsync();
        var redis = await ConnectAsync(server);
        var (cache, _) = await OpenAsync(redis);
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await server.RunAsync();

        await AssertAllStoredAsync(cache, flush);
        await AssertStoredAsync(redis, Entries);
    }

    [Fact]
    public async Task A_connection_that_was_closed_is_a_store_that_is_down()
    {
        var server = await StartAsync();
        var redis = await ConnectAsync(server);
        var store = RedisStore.Create(redis, PlayerCache.Schema);
        await redis.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(Players.Many(1, 3), Ct));
        await Assert.ThrowsAsync<IOException>(async () => await store.LoadAsync(default, Ct));
    }

    private static void AssertRefused(RedisErrorKind kind, Exception? error) =>
        Assert.Equal(kind, Assert.IsType<RedisServerException>(Assert.IsType<IOException>(error).InnerException).Kind);

    private static async Task AssertStoredAsync(ConnectionMultiplexer redis, int players, int seed = 0)
    {
        var store = RedisStore.Create(redis, PlayerCache.Schema);
        var loaded = await Task.WhenAll(Enumerable.Range(0, players).Select(player => store.LoadAsync(new PlayerKey(1, player), Ct).AsTask()));
        Assert.Equal(Enumerable.Range(0, players).Select(player => Players.State(player + seed)), loaded.Select(static row => row.Value));
    }

    private static Task PromoteAsync(RedisServer server) => ExecuteAsync(server, "REPLICAOF", "NO", "ONE");

    private static async Task ExecuteAsync(RedisServer server, string command, params object[] arguments)
    {
        await using var redis = await RedisConnection.OpenAsync(server.Address);
        await redis.GetServers()[0].ExecuteAsync(command, arguments);
    }

    private async Task<RedisServer> StartAsync(params string[] settings) => Own(await RedisServer.StartAsync(settings));

    private async Task<ConnectionMultiplexer> ConnectAsync(RedisServer server, Action<ConfigurationOptions>? configure = null) =>
        Own(await RedisConnection.OpenAsync(server.Address, configure));

    private async Task<ConnectionMultiplexer> ConnectAsGuestAsync(RedisServer server, params string[] keys)
    {
        await ExecuteAsync(server, "ACL", ["SETUSER", "guest", "on", ">secret", "+@all", .. keys]);
        return await ConnectAsync(server, static options => (options.User, options.Password) = ("guest", "secret"));
    }

    private Task<(PlayerCache Cache, FaultInjectingStore<PlayerKey, PlayerState> Store)> OpenAsync(
        ConnectionMultiplexer redis, int batchSize = Entries) =>
        OpenAsync(RedisStore.Create(redis, PlayerCache.Schema), batchSize);
}
