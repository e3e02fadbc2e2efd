using MessagePack;
using StackExchange.Redis;

namespace WriteBack.Fast.Tests;

/// <summary>What the store must do with any server that speaks as Redis does.</summary>
public abstract class RedisContract : StoreContract
{
    private static readonly PlayerKey Key = new(7, 42);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract IConnectionMultiplexer Redis { get; }

    private IDatabase Database => Redis.GetDatabase();

    // A prefix of its own for each test, as tests share the server.
    private string Prefix { get; } = Guid.NewGuid().ToString("N");

    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        Open(schema, new RedisStoreOptions());

    [Fact]
    public async Task An_entry_is_a_readable_key_and_a_value_that_names_its_columns()
    {
        var store = Open(PlayerCache.Schema);

        await store.WriteAsync(Players.Upsert(Key, new PlayerState(1_000, 1, 0.5, -1, "title")), Ct);

        byte[]? value = await Database.StringGetAsync($"{Prefix}:7:42");
        object[] parts = MessagePackSerializer.Deserialize<object[]>(value, cancellationToken: Ct);
        Assert.Equal(["score", "level", "x", "y", "title"], (object[])parts[0]);
        Assert.Equal(
            ["1000", "1", "0.5", "-1", "title"],
            ((object[])parts[1]).Select(static column => FormattableString.Invariant($"{column}")));
    }

    [Fact]
    public async Task A_deleted_entry_has_no_key()
    {
        var store = Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);

        await store.WriteAsync(Players.Batch().Delete(Key).Build(), Ct);

        Assert.False(await Database.KeyExistsAsync($"{Prefix}:7:42"));
    }

    [Fact]
    public async Task An_entry_expires_so_long_after_its_last_write()
    {
        var day = Open(PlayerCache.Schema, new RedisStoreOptions { Expiry = TimeSpan.FromDays(1) });
        var hour = Open(PlayerCache.Schema, new RedisStoreOptions { Expiry = TimeSpan.FromHours(1.5) });
        var ever = Open(PlayerCache.Schema);

        foreach (var (store, low, high) in new[] { (day, 23.0, 24.0), (hour, 1.0, 1.5), (day, 23.0, 24.0) })
        {
            await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
            var left = await Database.KeyTimeToLiveAsync($"{Prefix}:7:42");
            Assert.InRange(left!.Value, TimeSpan.FromHours(low), TimeSpan.FromHours(high));
        }

        await ever.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
        Assert.Null(await Database.KeyTimeToLiveAsync($"{Prefix}:7:42"));
    }

    [Fact]
    public async Task An_expired_entry_is_not_found()
    {
        var store = Open(PlayerCache.Schema, new RedisStoreOptions { Expiry = TimeSpan.FromMilliseconds(1) });

        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);

        // The server's clock decides, and it can be a tick behind.
        while (await Database.KeyExistsAsync($"{Prefix}:7:42"))
            Ct.ThrowIfCancellationRequested();
        Assert.Equal(LoadResult<PlayerState>.NotFound, await store.LoadAsync(Key, Ct));
    }

    [Fact]
    public async Task A_store_has_the_database_that_it_is_given()
    {
        var third = Open(PlayerCache.Schema, new RedisStoreOptions { Database = 3 });

        await third.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);

        Assert.True(await Redis.GetDatabase(3).KeyExistsAsync($"{Prefix}:7:42"));
        Assert.False((await Open(PlayerCache.Schema).LoadAsync(Key, Ct)).Found);
        Assert.Equal(Players.State(1), (await third.LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task Values_are_read_by_a_type_that_has_gained_lost_and_moved_members()
    {
        await Open(PlayerCache.Schema).WriteAsync(Players.Upsert(Key, new PlayerState(5, 6, 7.5, 8.5, "title")), Ct);
        var moved = Open(MovedPlayerCache.Schema);

        Assert.Equal(new MovedState("title", 0, 6, null, 5), (await moved.LoadAsync(Key, Ct)).Value);

        await moved.WriteAsync(
            new TestBatch<PlayerKey, MovedState>(MovedPlayerCache.Schema).Upsert(Key, new MovedState("new", 9, 7, "motto", 50)).Build(), Ct);
        Assert.Equal(new PlayerState(50, 7, 0, 0, "new"), (await Open(PlayerCache.Schema).LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task A_value_is_read_whatever_form_its_names_are_written_in()
    {
        // The names as strings with a length of four bytes, as no compact writer has them.
        byte[] bytes = [0x92, 0x92, 0xDB, 0, 0, 0, 5, .. "score"u8, 0xDB, 0, 0, 0, 5, .. "level"u8, 0x92, 3, 4];
        await Database.StringSetAsync($"{Prefix}:1", bytes);

        Assert.Equal(new Scores(3, 4), (await Open(ScoresCache.Schema).LoadAsync(1, Ct)).Value);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x92, 0x92 })]
    [InlineData(new byte[] { 0x05 })]
    [InlineData(new byte[] { 0x93, 1, 2, 3 })]
    [InlineData(new byte[] { 0x92, 0x91, 0xA1, 0x61, 0x90 })]
    [InlineData(new byte[] { 0x92, 0x91, 0xA1, 0x61, 0x91 })]
    public async Task What_is_no_value_of_the_cache_is_an_error_that_names_its_key(byte[] bytes)
    {
        await Database.StringSetAsync($"{Prefix}:1", bytes);

        var error = await Assert.ThrowsAsync<MessagePackSerializationException>(
            async () => await Open(ScoresCache.Schema).LoadAsync(1, Ct));

        Assert.Contains($"{Prefix}:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_something_else_than_a_string_cannot_be_read_but_is_replaced_by_a_write()
    {
        var store = Open(ScoresCache.Schema);
        await Database.HashSetAsync($"{Prefix}:1", "field", "value");

        var error = await Assert.ThrowsAsync<RedisServerException>(async () => await store.LoadAsync(1, Ct));
        Assert.Equal(RedisErrorKind.WrongType, error.Kind);

        await store.WriteAsync(new TestBatch<int, Scores>(ScoresCache.Schema).Upsert(1, new Scores(2, 3)).Build(), Ct);
        Assert.Equal(new Scores(2, 3), (await store.LoadAsync(1, Ct)).Value);
    }

    [Fact]
    public async Task What_cannot_be_serialised_is_rejected_and_the_rest_is_stored()
    {
        var store = Open(TaggedCache.Schema);
        var batch = new TestBatch<int, Tagged>(TaggedCache.Schema)
            .Upsert(1, new Tagged("one")).Upsert(2, new Tagged(new Unserializable())).Upsert(3, new Tagged("three")).Build();

        await store.WriteAsync(batch, Ct);

        Assert.Equal(1, Assert.Single(batch.Rejections()).Key);
        Assert.Equal("one", (await store.LoadAsync(1, Ct)).Value.Tag);
        Assert.False((await store.LoadAsync(2, Ct)).Found);
        Assert.Equal("three", (await store.LoadAsync(3, Ct)).Value.Tag);
    }

    [Fact]
    public async Task What_one_cache_wrote_another_reads()
    {
        const int Entries = 5_000;
        await using (var first = await PlayerCache.OpenAsync(Store(), new WriteBackOptions(), Ct))
        {
            for (int player = 0; player < Entries; player++)
                first.Set(1, player, Players.State(player));
            first.Remove(1, 1);
            await first.FlushAsync(Ct);
        }

        await using var second = await PlayerCache.OpenAsync(Store(), new WriteBackOptions(), Ct);
        for (int player = 0; player < Entries; player += 7)
            Assert.Equal(Players.State(player), await second.GetAsync(1, player, Ct));
        Assert.Null(await second.GetAsync(1, 1, Ct));

        IWriteBackStore<PlayerKey, PlayerState> Store() => Open(PlayerCache.Schema);
    }

    private RedisStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema, RedisStoreOptions options)
        where TKey : struct
        where TValue : notnull
    {
        options.Prefix = Prefix;
        return RedisStore.Create(Redis, schema, options);
    }
}
