using MessagePack;

namespace WriteBack.Fast.Tests;

public sealed class SqliteLifetimeTests : IAsyncDisposable
{
    private static readonly PlayerKey Key = new(1, 1);

    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData("Data Source=:memory:;Cache=Shared")]
    [InlineData("Data Source=")]
    [InlineData("Data Source=name;Mode=Memory")]
    [InlineData("Data Source=file::memory:")]
    [InlineData("Data Source=file:name?mode=memory")]
    public void A_private_database_is_refused(string connectionString)
    {
        var exception = Assert.Throws<ArgumentException>(() => SqliteStore.Create(connectionString, PlayerCache.Schema));

        Assert.Equal("connectionString", exception.ParamName);
        Assert.Contains("Mode=Memory;Cache=Shared", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_database_is_refused() =>
        Assert.Throws<ArgumentException>(
            () => SqliteStore.Create($"{_folder.ConnectionString};Mode=ReadOnly", PlayerCache.Schema));

    [Theory]
    [InlineData("Data Source=file:{0}?mode=memory&cache=shared")]
    [InlineData("Data Source={0};Mode=Memory;Cache=Shared")]
    public async Task A_shared_database_in_memory_is_seen_by_other_connections(string format)
    {
        string connectionString = format.Replace("{0}", Guid.NewGuid().ToString("N"), StringComparison.Ordinal);
        var first = _folder.Open(PlayerCache.Schema, connectionString);
        var second = _folder.Open(PlayerCache.Schema, connectionString);

        await first.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);

        Assert.Equal(Players.State(1), (await second.LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task Rows_are_there_when_the_store_is_opened_again()
    {
        await using (var store = SqliteStore.Create(_folder.ConnectionString, PlayerCache.Schema))
            await store.WriteAsync(Players.Many(tenantId: 1, count: 10), Ct);

        Assert.Equal(Players.State(10), (await _folder.Open(PlayerCache.Schema).LoadAsync(new PlayerKey(1, 9), Ct)).Value);
    }

    [Fact]
    public async Task Disposing_closes_every_connection()
    {
        var store = _folder.Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
        await store.LoadAsync(Key, Ct);
        Assert.True(File.Exists(_folder.File + "-wal"));

        await store.DisposeAsync();

        // SQLite removes the WAL when the last connection closes.
        Assert.False(File.Exists(_folder.File + "-wal"));
    }

    [Fact]
    public async Task A_disposed_store_refuses_every_call_but_dispose()
    {
        var store = _folder.Open(PlayerCache.Schema);
        await store.LoadAsync(Key, Ct);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.LoadAsync(Key, Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await store.PrepareAsync(new StoreContext(MessagePackSerializerOptions.Standard), Ct));
    }

    [Fact]
    public async Task Many_callers_may_be_the_first()
    {
        var store = _folder.Open(PlayerCache.Schema);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(tenant => Task.Run(
            async () =>
            {
                await store.WriteAsync(Players.Many(tenant, count: 5), Ct);
                await store.LoadAsync(new PlayerKey(tenant, 1), Ct);
            },
            Ct)));

        Assert.Equal(40L, _folder.Query("SELECT count(*) FROM player"));
    }

    [Fact]
    public async Task The_serializer_of_the_cache_is_used()
    {
        var store = _folder.Open(TaggedCache.Schema);
        var compressed = MessagePackSerializerOptions.Standard.WithCompression(MessagePackCompression.Lz4Block);
        await store.PrepareAsync(new StoreContext(compressed), Ct);
        string tag = new('x', 10_000);

        await store.WriteAsync(new TestBatch<int, Tagged>(TaggedCache.Schema).Upsert(1, new Tagged(tag)).Build(), Ct);

        Assert.InRange((long)_folder.Query("SELECT length(tag) FROM tagged")!, 1, 1_000);
        Assert.Equal(tag, (await store.LoadAsync(1, Ct)).Value.Tag);
    }

    [Fact]
    public async Task Calls_complete_at_once_and_write_without_allocating()
    {
        const int entries = 1_000;
        const int rounds = 20;
        var store = _folder.Open(PlayerCache.Schema);
        var batch = Players.Many(tenantId: 1, entries);
        for (int i = 0; i < rounds; i++)
            await store.WriteAsync(batch, Ct);

        bool completed = true;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
        {
            var write = store.WriteAsync(batch, CancellationToken.None);
            completed &= write.IsCompletedSuccessfully;
            await write;
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(completed);
        Assert.InRange((double)allocated / (rounds * entries), 0, 1);
    }
}
