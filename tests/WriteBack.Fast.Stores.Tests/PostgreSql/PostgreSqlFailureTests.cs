using Npgsql;
using WriteBack.Fast.Servers;
using WriteBack.Fast.Tests.EndToEnd;

namespace WriteBack.Fast.Tests;

/// <summary>A cache on a real server that crashes, breaks connections, refuses rows, or has others in the way.</summary>
public sealed class PostgreSqlFailureTests : ServerFailureTests
{
    private PostgreSqlServer _server = null!;
    private NpgsqlDataSource _database = null!;

    public override async ValueTask InitializeAsync()
    {
        SkipWhen.Missing(PostgreSqlServer.WhyMissing);
        _server = Own(await PostgreSqlServer.StartAsync("deadlock_timeout=10ms"));
        _database = CreateDataSource();
    }

    [Fact]
    public async Task A_server_that_crashes_in_mid_flush_has_every_write_when_it_is_back()
    {
        const int Many = 20 * Entries;
        var (cache, store) = await OpenAsync(batchSize: 100);
        store.Pause();
        SetAll(cache, Many);

        var flush = cache.FlushAsync(Ct).AsTask();
        store.Resume();
        await store.WaitForWriteAsync(20, Ct);
        await _server.CrashAsync();
        Assert.False(flush.IsCompleted);
        await _server.RunAsync();

        await AssertInTableAsync(cache, flush, Many);
        Assert.Contains(store.Batches, static batch => batch.Error is not null);
    }

    [Fact]
    public async Task A_connection_that_is_terminated_costs_no_entry_an_attempt()
    {
        await using var other = CreateDataSource();
        var (cache, store) = await OpenAsync();
        await using var locked = await LockTableAsync(other);
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await WaitForBlockedAsync(other);
        other.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
        await store.WaitForWriteAsync(2, Ct);
        await locked.CommitAsync(Ct);

        await AssertInTableAsync(cache, flush);
        // The server waits for the lock before it has all of the batch, so the end may come while the client still sends.
        Assert.True(store.Batches[0].Error is IOException or NpgsqlException { IsTransient: true }, $"{store.Batches[0].Error}");
    }

    [Fact]
    public async Task A_row_that_violates_a_constraint_becomes_a_dead_letter_and_the_rest_is_stored()
    {
        var (cache, _) = await OpenAsync();
        _database.Execute("ALTER TABLE player ADD CHECK (score % 100000 <> 0)");
        SetAll(cache, seed: 1);

        await cache.FlushAsync(Ct);

        Assert.Equal((Entries - 10, 10), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        var letters = await cache.DeadLetters.ReadAllAsync(Ct).ToListAsync(Ct);
        Assert.All(letters, static letter => Assert.Equal(0, letter.Value.Score % 100_000));
        Assert.All(letters, static letter => Assert.Equal(typeof(PostgresException).FullName, letter.Error.Type));

        _database.Execute("ALTER TABLE player DROP CONSTRAINT player_score_check");
        await cache.DeadLetters.ReplayAsync(Ct);
        await cache.FlushAsync(Ct);
        Assert.Equal((long)Entries, _database.Query("SELECT count(*) FROM player"));
    }

    [Fact]
    public async Task A_deadlock_is_retried_until_the_rows_are_stored()
    {
        await using var other = CreateDataSource();
        var (cache, store) = await OpenAsync();

        // The batch takes the first lock and is held before the second, which the other has; the other then waits for the first.
        _database.Execute("""
            CREATE FUNCTION take() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_advisory_xact_lock(1); PERFORM pg_advisory_xact_lock(3); PERFORM pg_advisory_xact_lock(2);
                RETURN NULL;
            END $$
            """);
        _database.Execute("CREATE TRIGGER takes BEFORE INSERT ON player EXECUTE FUNCTION take()");
        await using var holder = await other.OpenConnectionAsync(Ct);
        await ExecuteAsync(holder, "SELECT pg_advisory_lock(3)");
        await using var connection = await other.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        // Whoever finds the deadlock is its victim, so that the other must not look.
        await ExecuteAsync(connection, "SET LOCAL deadlock_timeout = '1h'; SELECT pg_advisory_xact_lock(2)");
        SetAll(cache);
        var flush = cache.FlushAsync(Ct).AsTask();
        await WaitForBlockedAsync(other, 1);
        var first = ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(1)");
        await WaitForBlockedAsync(other, 2);
        await ExecuteAsync(holder, "SELECT pg_advisory_unlock(3)");
        await first;
        await transaction.CommitAsync(Ct);

        await AssertInTableAsync(cache, flush);
        Assert.Equal(PostgresErrorCodes.DeadlockDetected, Assert.IsType<PostgresException>(store.Batches[0].Error).SqlState);
    }

    [Fact]
    public async Task A_serialization_failure_is_retried_until_the_rows_are_stored()
    {
        await using var strict = CreateDataSource("Options=-c default_transaction_isolation=serializable");
        await PostgreSqlStore.Create(strict, PlayerCache.Schema).WriteAsync(Players.Many(1, Entries), Ct);
        var (cache, store) = await OpenAsync(database: strict);

        await using var connection = await _database.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await ExecuteAsync(connection, "UPDATE player SET level = -1 WHERE player_id = 7");
        SetAll(cache);
        var flush = cache.FlushAsync(Ct).AsTask();
        await WaitForBlockedAsync(_database);
        await transaction.CommitAsync(Ct);

        await AssertInTableAsync(cache, flush);
        Assert.Equal(PostgresErrorCodes.SerializationFailure, Assert.IsType<PostgresException>(store.Batches[0].Error).SqlState);
    }

    [Fact]
    public async Task A_standby_is_a_store_that_is_down()
    {
        await using var reader = CreateDataSource("Options=-c default_transaction_read_only=on");
        var store = PostgreSqlStore.Create(reader, PlayerCache.Schema);
        await PostgreSqlStore.Create(_database, PlayerCache.Schema).LoadAsync(default, Ct);

        var error = await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(Players.Many(1, 1), Ct));

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, Assert.IsType<PostgresException>(error.InnerException).SqlState);
        Assert.False((await store.LoadAsync(default, Ct)).Found);
    }

    [Fact]
    public async Task A_refused_login_is_a_store_that_is_down()
    {
        var login = new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = "stranger" };
        await using var stranger = NpgsqlDataSource.Create(login);
        var store = PostgreSqlStore.Create(stranger, PlayerCache.Schema);

        await Assert.ThrowsAsync<IOException>(async () => await store.WriteAsync(Players.Many(1, 1), Ct));
        await Assert.ThrowsAsync<IOException>(async () => await store.LoadAsync(default, Ct));
    }

    [Fact]
    public async Task A_write_that_waits_for_a_lock_can_be_cancelled()
    {
        var store = PostgreSqlStore.Create(_database, PlayerCache.Schema);
        await store.WriteAsync(Players.Many(1, 1), Ct);
        await using var other = CreateDataSource();
        await using var locked = await LockTableAsync(other);
        using var cancellation = new CancellationTokenSource();

        var write = Task.Run(async () => await store.WriteAsync(Players.Many(1, 2), cancellation.Token), Ct);
        await WaitForBlockedAsync(other);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<NpgsqlTransaction> LockTableAsync(NpgsqlDataSource other)
    {
        var connection = await other.OpenConnectionAsync(Ct);
        var transaction = await connection.BeginTransactionAsync(Ct);
        await ExecuteAsync(connection, "LOCK TABLE player");
        return transaction;
    }

    // The server tells nobody when someone begins to wait, so it is asked until it is so.
    private static async Task WaitForBlockedAsync(NpgsqlDataSource other, long sessions = 1)
    {
        while (!Equals(other.Query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"), sessions))
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AssertInTableAsync(PlayerCache cache, Task flush, int entries = Entries)
    {
        await AssertAllStoredAsync(cache, flush, entries);
        Assert.Equal((long)entries, _database.Query("SELECT count(*) FROM player WHERE score = 1000 * player_id AND level = player_id"));
    }

    private NpgsqlDataSource CreateDataSource(string settings = "") =>
        Own(NpgsqlDataSource.Create($"{_server.ConnectionString};{settings}"));

    private Task<(PlayerCache Cache, FaultInjectingStore<PlayerKey, PlayerState> Store)> OpenAsync(
        int batchSize = Entries, NpgsqlDataSource? database = null) =>
        OpenAsync(PostgreSqlStore.Create(database ?? _database, PlayerCache.Schema), batchSize);
}
