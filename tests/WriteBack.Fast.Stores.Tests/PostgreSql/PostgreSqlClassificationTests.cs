using Npgsql;

namespace WriteBack.Fast.Tests;

/// <summary>What the store says of its exceptions.</summary>
public sealed class PostgreSqlClassificationTests : IAsyncLifetime
{
    // Never connected to.
    private readonly NpgsqlDataSource _database = NpgsqlDataSource.Create("Host=127.0.0.1");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(StoreFailure.Outage, "08000", "08006", "08P01", "25006", "25P02", "26000", "28000", "28P01", "3D000", "3F000")]
    [InlineData(StoreFailure.Outage, "40001", "40P01", "42P01", "42703", "42501", "42P10", "42804", "42809", "2200H")]
    [InlineData(StoreFailure.Outage, "53000", "53100", "53200", "53300", "53400", "55P03", "55006", "55000")]
    [InlineData(StoreFailure.Outage, "57014", "57P01", "57P02", "57P03", "57P04", "57P05", "58000", "58030", "XX001", "XX002")]
    [InlineData(StoreFailure.Entry, "22001", "22003", "22021", "22P02", "23000", "23502", "23505", "23514", "23P01", "44000", "54000")]
    [InlineData(StoreFailure.Unknown, "P0001", "P0004", "23503", "23001", "21000", "0A000", "54001", "XX000", "99999", "")]
    public void A_state_says_what_a_failure_is_about(StoreFailure expected, params string[] states) =>
        Assert.All(states, state => Assert.Equal(expected, Classify(new PostgresException("", "ERROR", "ERROR", state))));

    [Theory]
    [InlineData("FATAL")]
    [InlineData("PANIC")]
    public void An_error_that_ends_the_session_is_an_outage_whatever_its_state(string severity)
    {
        Assert.Equal(StoreFailure.Outage, Classify(new PostgresException("", "", severity, "P0001")));
        Assert.Equal(StoreFailure.Outage, Classify(new PostgresException("", "", severity, "XX000")));
    }

    [Fact]
    public void What_Npgsql_says_itself_is_an_outage_if_it_is_transient()
    {
        Assert.Equal(StoreFailure.Outage, Classify(new NpgsqlException("", new IOException())));
        Assert.Equal(StoreFailure.Unknown, Classify(new NpgsqlException("")));
    }

    [Fact]
    public void A_table_that_no_longer_fits_is_an_outage() =>
        Assert.Equal(StoreFailure.Outage, Classify(new StoreSchemaException("player", [])));

    [Fact]
    public void What_is_not_Npgsqls_is_left_to_the_cache()
    {
        Assert.Equal(StoreFailure.Unknown, Classify(new TimeoutException()));
        Assert.Equal(StoreFailure.Unknown, Classify(new InvalidCastException()));
    }

    private StoreFailure Classify(Exception exception) => PostgreSqlStore.Create(_database, PlayerCache.Schema).Classify(exception);
}
