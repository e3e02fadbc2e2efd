using System.Diagnostics;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

public sealed class SqliteFailureTests : IAsyncDisposable
{
    private const int ConstraintViolated = 19;
    private const int Busy = 5;
    private const int CannotOpen = 14;

    private static readonly PlayerKey Key = new(1, 1);

    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string ImpatientConnectionString => $"Data Source={_folder.File};Default Timeout=1";

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_violated_constraint_rolls_the_whole_batch_back()
    {
        _folder.Execute("CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER CHECK(score >= 0), level INTEGER)");
        var store = _folder.Open(ScoresCache.Schema);
        var batch = new TestBatch<int, Scores>(ScoresCache.Schema)
            .Upsert(1, new Scores(1, 1)).Upsert(2, new Scores(-1, 1)).Upsert(3, new Scores(1, 1)).Build();

        var exception = await Assert.ThrowsAsync<SqliteException>(async () => await store.WriteAsync(batch, Ct));

        Assert.Equal(ConstraintViolated, exception.SqliteErrorCode);
        Assert.False(exception.IsTransient);
        Assert.Empty(batch.Rejections());
        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM scores"));

        await store.WriteAsync(Score(1, new Scores(1, 1)), Ct);
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM scores"));
    }

    [Fact]
    public async Task A_database_in_memory_outlives_a_failed_batch()
    {
        string connectionString = $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        using (var other = new SqliteConnection(connectionString))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE scores(key INTEGER PRIMARY KEY, score INTEGER CHECK(score >= 0), level INTEGER)";
            command.ExecuteNonQuery();
            await _folder.Open(ScoresCache.Schema, connectionString).LoadAsync(1, Ct);
        }

        var store = _folder.Open(ScoresCache.Schema, connectionString);
        await store.WriteAsync(Score(1, new Scores(1, 1)), Ct);
        await Assert.ThrowsAsync<SqliteException>(async () => await store.WriteAsync(Score(2, new Scores(-1, 1)), Ct));

        await store.WriteAsync(Score(3, new Scores(3, 3)), Ct);
        Assert.True((await store.LoadAsync(1, Ct)).Found);
        Assert.False((await store.LoadAsync(2, Ct)).Found);
        Assert.True((await store.LoadAsync(3, Ct)).Found);
    }

    [Fact]
    public async Task Loads_do_not_wait_for_a_writer_and_writes_time_out()
    {
        var store = _folder.Open(PlayerCache.Schema, ImpatientConnectionString);
        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
        using var other = _folder.Connect();
        using (other.BeginTransaction(deferred: false))
        {
            var load = store.LoadAsync(Key, Ct);
            Assert.True(load.IsCompletedSuccessfully);
            Assert.Equal(Players.State(1), (await load).Value);

            var exception = await Assert.ThrowsAsync<TimeoutException>(
                async () => await store.WriteAsync(Players.Upsert(Key, Players.State(2)), Ct));
            Assert.Equal(Busy, Assert.IsType<SqliteException>(exception.InnerException).SqliteErrorCode);
        }

        await store.WriteAsync(Players.Upsert(Key, Players.State(3)), Ct);
        Assert.Equal(Players.State(3), (await store.LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task A_write_that_waits_for_a_lock_can_be_cancelled()
    {
        var store = _folder.Open(PlayerCache.Schema, $"Data Source={_folder.File};Default Timeout=600");
        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
        using var other = _folder.Connect();
        using var transaction = other.BeginTransaction(deferred: false);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var write = Task.Run(async () => await store.WriteAsync(Players.Upsert(Key, Players.State(2)), cancellation.Token), Ct);
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(50));

        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(300));
    }

    [Fact]
    public async Task A_cancelled_batch_is_rolled_back()
    {
        using var cancellation = new CancellationTokenSource();
        var resolver = CompositeResolver.Create([new CancellingFormatter(cancellation)], [StandardResolver.Instance]);
        var store = _folder.Open(TaggedCache.Schema);
        await store.PrepareAsync(new StoreContext(MessagePackSerializerOptions.Standard.WithResolver(resolver)), Ct);
        var batch = new TestBatch<int, Tagged>(TaggedCache.Schema)
            .Upsert(1, new Tagged(null)).Upsert(2, new Tagged("cancels")).Upsert(3, new Tagged(null)).Build();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.WriteAsync(batch, cancellation.Token));

        Assert.Equal(0L, _folder.Query("SELECT count(*) FROM tagged"));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_serialized_is_rejected_and_its_neighbours_are_stored()
    {
        var store = _folder.Open(TaggedCache.Schema);
        var batch = new TestBatch<int, Tagged>(TaggedCache.Schema)
            .Upsert(1, new Tagged("one")).Upsert(2, new Tagged(new Unserializable())).Upsert(3, new Tagged("three")).Build();

        await store.WriteAsync(batch, Ct);

        var (index, reason) = Assert.Single(batch.Rejections());
        Assert.Equal(1, index);
        Assert.IsType<MessagePackSerializationException>(reason);
        Assert.Equal("one", (await store.LoadAsync(1, Ct)).Value.Tag);
        Assert.False((await store.LoadAsync(2, Ct)).Found);
        Assert.Equal("three", (await store.LoadAsync(3, Ct)).Value.Tag);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_rejected_and_never_stored_as_something_else()
    {
        var store = _folder.Open(PlayerCache.Schema);
        var batch = Players.Batch()
            .Upsert(new PlayerKey(1, 1), Players.State(1) with { Title = "\uD800" })
            .Upsert(new PlayerKey(1, 2), Players.State(1) with { Title = new string('x', 5_000) + "\uDC00" })
            .Upsert(new PlayerKey(1, 3), Players.State(3))
            .Build();

        await store.WriteAsync(batch, Ct);

        Assert.Equal([0, 1], batch.Rejections().Keys.Order());
        Assert.All(batch.Rejections().Values, static reason => Assert.IsType<ArgumentException>(reason));
        Assert.Equal(1L, _folder.Query("SELECT count(*) FROM player"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_an_io_error_and_tried_again()
    {
        string folder = Path.Combine(Path.GetDirectoryName(_folder.File)!, "later");
        var store = _folder.Open(PlayerCache.Schema, $"Data Source={Path.Combine(folder, "cache.db")}");

        var exception = await Assert.ThrowsAsync<IOException>(
            async () => await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct));
        Assert.Equal(CannotOpen, Assert.IsType<SqliteException>(exception.InnerException).SqliteErrorCode);

        Directory.CreateDirectory(folder);
        await store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct);
        Assert.True((await store.LoadAsync(Key, Ct)).Found);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_its_load_only()
    {
        var store = _folder.Open(EverythingCache.Schema);
        var batch = new TestBatch<int, Everything>(EverythingCache.Schema)
            .Upsert(1, new Everything()).Upsert(2, new Everything());
        await store.WriteAsync(batch.Build(), Ct);
        _folder.Execute("UPDATE everything SET at = 'yesterday' WHERE key = 1");

        await Assert.ThrowsAsync<FormatException>(async () => await store.LoadAsync(1, Ct));

        EverythingAssert.Same(new Everything(), (await store.LoadAsync(2, Ct)).Value);
    }

    private static WriteBatch<int, Scores> Score(int key, Scores value) =>
        new TestBatch<int, Scores>(ScoresCache.Schema).Upsert(key, value).Build();

    /// <summary>Cancels when the batch has come to its entry.</summary>
    private sealed class CancellingFormatter(CancellationTokenSource cancellation) : IMessagePackFormatter<object?>
    {
        public void Serialize(ref MessagePackWriter writer, object? value, MessagePackSerializerOptions options)
        {
            cancellation.Cancel();
            writer.WriteNil();
        }

        public object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadNil();
    }
}
