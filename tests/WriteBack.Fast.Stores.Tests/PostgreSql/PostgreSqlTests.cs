using Npgsql;

namespace WriteBack.Fast.Tests;

/// <summary>Tests that have a schema of their own in a server that they share.</summary>
public abstract class PostgreSqlTests(PostgreSqlFixture server) : IClassFixture<PostgreSqlFixture>, IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected NpgsqlDataSource Database => _database!;

    public ValueTask InitializeAsync()
    {
        _database = server.CreateDataSource();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
