using Npgsql;
using WriteBack.Fast.Tests.EndToEnd;

namespace WriteBack.Fast.Tests;

/// <summary>A cache with a login of its own, on a server that for a while refuses every row, or that refuses single rows for good.</summary>
public sealed class PostgreSqlOutageTests(PostgreSqlFixture server) : ServerFailureTests, IClassFixture<PostgreSqlFixture>
{
    private const string Raising =
        """
        CREATE FUNCTION raise_it() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_ARGV[0] = 'all' OR NEW.player_id % 100 = 7 THEN RAISE EXCEPTION 'refused' USING ERRCODE = TG_ARGV[1]; END IF;
            RETURN NEW;
        END $$;

        """;

    private readonly string _user = $"game_{Guid.NewGuid():N}";
    private NpgsqlDataSource _admin = null!;
    private NpgsqlDataSource _database = null!;

    public override ValueTask InitializeAsync()
    {
        _admin = Own(server.CreateDataSource());
        Execute("CREATE ROLE $user LOGIN; GRANT ALL ON SCHEMA $schema TO $user");
        _database = Own(NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_admin.ConnectionString) { Username = _user }));
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("ALTER TABLE player RENAME TO away", "ALTER TABLE away RENAME TO player")]
    [InlineData("ALTER TABLE player RENAME score TO points", "ALTER TABLE player RENAME points TO score")]
    [InlineData("ALTER TABLE player DROP CONSTRAINT player_pkey", "ALTER TABLE player ADD PRIMARY KEY (tenant_id, player_id)")]
    [InlineData("REVOKE INSERT ON player FROM $user", "GRANT INSERT ON player TO $user")]
    [InlineData("REVOKE ALL ON SCHEMA $schema FROM $user", "GRANT ALL ON SCHEMA $schema TO $user")]
    [InlineData("ALTER ROLE $user SET default_transaction_read_only = on", "ALTER ROLE $user RESET default_transaction_read_only")]
    [InlineData("ALTER ROLE $user NOLOGIN", "ALTER ROLE $user LOGIN")]
    [InlineData(
        Raising + "CREATE TRIGGER raises BEFORE INSERT ON player FOR EACH ROW EXECUTE FUNCTION raise_it('all', '08P01')",
        "DROP TRIGGER raises ON player")]
    public async Task A_server_that_refuses_every_row_is_an_outage(string harm, string heal)
    {
        var (cache, store) = await OpenAsync(PostgreSqlStore.Create(_database, PlayerCache.Schema));
        Execute(harm);
        // A session has the defaults of its start.
        _database.Clear();
        SetAll(cache);

        var flush = cache.FlushAsync(Ct).AsTask();
        await store.WaitForWriteAsync(4, Ct);
        Assert.True(cache.Statistics.IsStoreDown);
        Assert.Equal(Entries, cache.DirtyCount);
        Assert.All(store.Batches.Take(3), static batch => Assert.NotNull(batch.Error));
        Execute(heal);
        _database.Clear();

        await AssertAllStoredAsync(cache, flush);
        Assert.All(store.Batches, static batch => Assert.All(batch.Entries, static entry => Assert.Equal(1, entry.Attempt)));
        Assert.Equal((long)Entries, _admin.Query("SELECT count(*) FROM player WHERE score = 1000 * player_id AND level = player_id"));
    }

    [Theory]
    [InlineData("ALTER TABLE player ADD CHECK (player_id % 100 <> 7)")]
    [InlineData("ALTER TABLE player ADD share integer GENERATED ALWAYS AS (1 / (player_id % 100 - 7)) STORED")]
    [InlineData(Raising + "CREATE TRIGGER raises BEFORE INSERT ON player FOR EACH ROW EXECUTE FUNCTION raise_it('some', 'P0001')")]
    [InlineData(
        """
        ALTER TABLE player ENABLE ROW LEVEL SECURITY;
        ALTER TABLE player FORCE ROW LEVEL SECURITY;
        CREATE POLICY others ON player USING (true) WITH CHECK (player_id % 100 <> 7);
        """)]
    public async Task A_row_that_is_refused_for_what_it_is_becomes_a_dead_letter_and_the_rest_is_stored(string harm)
    {
        var (cache, _) = await OpenAsync(PostgreSqlStore.Create(_database, PlayerCache.Schema));
        Execute(harm);
        SetAll(cache);

        await cache.FlushAsync(Ct);

        Assert.Equal((Entries - 10, 10), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        var letters = await cache.DeadLetters.ReadAllAsync(Ct).ToListAsync(Ct);
        Assert.All(letters, static letter => Assert.Equal(7, letter.Key.PlayerId % 100));
        Assert.All(letters, static letter => Assert.Equal(typeof(PostgresException).FullName, letter.Error.Type));
    }

    [Fact]
    public async Task A_missing_parent_may_be_on_its_way()
    {
        var store = PostgreSqlStore.Create(_database, PlayerCache.Schema);
        await store.LoadAsync(default, Ct);
        Execute("CREATE TABLE tenant(id bigint PRIMARY KEY); ALTER TABLE player ADD FOREIGN KEY (tenant_id) REFERENCES tenant");

        var error = await Assert.ThrowsAsync<PostgresException>(async () => await store.WriteAsync(Players.Many(1, 1), Ct));

        Assert.Equal(StoreFailure.Unknown, store.Classify(error));
    }

    private void Execute(string sql) => _admin.Execute(sql
        .Replace("$user", _user, StringComparison.Ordinal)
        .Replace("$schema", (string)_admin.Query("SELECT current_schema()")!, StringComparison.Ordinal));
}
