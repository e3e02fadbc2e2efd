using MessagePack;
namespace WriteBack.Fast.Tests;

public sealed class PostgreSqlTableCheckTests(PostgreSqlFixture server) : PostgreSqlTests(server)
{
    [Fact]
    public async Task A_missing_table_is_created_with_the_types_of_its_columns()
    {
        await PrepareAsync(PostgreSqlStore.Create(Database, PlayerCache.Schema));

        Assert.Equal(
            "tenant_id bigint, player_id integer, score bigint, level integer, x double precision, y double precision, title text",
            Database.Query(
                "SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute "
                + "WHERE attrelid = 'player'::regclass AND attnum > 0"));
    }

    [Theory]
    [InlineData("key integer PRIMARY KEY, score bigint", "column 'level' integer is missing")]
    [InlineData("key integer PRIMARY KEY, score bigint, level text", "column 'level' is declared text, not integer")]
    [InlineData("key integer PRIMARY KEY, score integer, level integer", "column 'score' is declared integer, not bigint")]
    [InlineData("key integer PRIMARY KEY, score bigint, level integer, extra text", "column 'extra' is none of the cache's")]
    [InlineData("key integer, score bigint, level integer", "the primary key is (), not (key)")]
    [InlineData(
        "key integer, score bigint, level integer, PRIMARY KEY(key, score)", "the primary key is (key, score), not (key)")]
    public async Task Another_table_is_refused(string columns, string difference)
    {
        Database.Execute($"CREATE TABLE scores({columns})");

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(
            async () => await PrepareAsync(PostgreSqlStore.Create(Database, ScoresCache.Schema)));

        Assert.Equal("scores", exception.Table);
        Assert.Equal([difference], exception.Differences);
    }

    [Fact]
    public async Task A_column_that_cannot_be_null_must_not_be_the_caches_nullable_one()
    {
        Database.Execute("CREATE TABLE tagged(key integer PRIMARY KEY, tag bytea NOT NULL)");

        var exception = await Assert.ThrowsAsync<StoreSchemaException>(
            async () => await PrepareAsync(PostgreSqlStore.Create(Database, TaggedCache.Schema)));

        Assert.Equal(["column 'tag' is NOT NULL, but the cache's can be null"], exception.Differences);
    }

    [Theory]
    [InlineData("key integer PRIMARY KEY, score bigint, level integer")]
    [InlineData("level bigint NOT NULL, score bigint DEFAULT 1, dropped text, key bigint, PRIMARY KEY(key)")]
    public async Task A_table_made_by_hand_is_used_when_it_fits(string columns)
    {
        Database.Execute($"CREATE TABLE scores({columns})");
        if (columns.Contains("dropped", StringComparison.Ordinal))
            Database.Execute("ALTER TABLE scores DROP COLUMN dropped");
        var store = PostgreSqlStore.Create(Database, ScoresCache.Schema);
        await PrepareAsync(store);

        await store.WriteAsync(new TestBatch<int, Scores>(ScoresCache.Schema).Upsert(1, new Scores(2, 3)).Upsert(4, default).Build(), Ct);
        await store.WriteAsync(new TestBatch<int, Scores>(ScoresCache.Schema).Delete(4).Build(), Ct);

        Assert.Equal(new Scores(2, 3), (await store.LoadAsync(1, Ct)).Value);
        Assert.False((await store.LoadAsync(4, Ct)).Found);
    }

    [Theory]
    [InlineData("order", "select", "group", "primary")]
    [InlineData("with space", "a\"b", "c'd", "e.f")]
    [InlineData("表", "ключ", "größe", "\U0001F600")]
    [InlineData("Mixed", "gone", "Entry", "key0")]
    public async Task Any_name_can_be_a_tables_or_a_columns(string table, string key, string score, string level)
    {
        var schema = new RenamedSchema<int, Scores>(ScoresCache.Schema, table, key, score, level);
        var store = PostgreSqlStore.Create(Database, schema);
        await store.WriteAsync(new TestBatch<int, Scores>(schema).Upsert(1, new Scores(2, 3)).Upsert(4, default).Build(), Ct);
        await store.WriteAsync(new TestBatch<int, Scores>(schema).Upsert(1, new Scores(5, 6)).Delete(4).Build(), Ct);

        var reopened = PostgreSqlStore.Create(Database, schema);
        Assert.Equal(new Scores(5, 6), (await reopened.LoadAsync(1, Ct)).Value);
        Assert.False((await reopened.LoadAsync(4, Ct)).Found);
    }

    [Fact]
    public async Task Many_that_find_no_table_at_once_make_one()
    {
        var stores = Enumerable.Range(0, 20).Select(_ => PostgreSqlStore.Create(Database, ScoresCache.Schema)).ToList();

        await Task.WhenAll(stores.Select(static store => Task.Run(() => PrepareAsync(store).AsTask(), Ct)));

        Assert.All(stores, static store => Assert.False(store.LoadAsync(1, Ct).AsTask().Result.Found));
    }

    private static ValueTask PrepareAsync(IPreparableStore store) =>
        store.PrepareAsync(new StoreContext(MessagePackSerializerOptions.Standard), Ct);
}
