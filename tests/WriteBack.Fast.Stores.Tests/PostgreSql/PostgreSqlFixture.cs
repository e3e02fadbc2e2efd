using Npgsql;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

/// <summary>One server for all tests that do not harm it. Each has a schema of its own in it.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    private PostgreSqlServer? _server;

    public async ValueTask InitializeAsync()
    {
        if (PostgreSqlServer.WhyMissing is null)
            _server = await PostgreSqlServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>A source of connections whose tables are in a new schema. Skips the test where there is no server.</summary>
    internal NpgsqlDataSource CreateDataSource()
    {
        SkipWhen.Missing(PostgreSqlServer.WhyMissing);
        string schema = $"test_{Guid.NewGuid():N}";
        using (var outside = NpgsqlDataSource.Create(_server!.ConnectionString))
            outside.Execute($"CREATE SCHEMA {schema}");
        return NpgsqlDataSource.Create($"{_server.ConnectionString};Search Path={schema}");
    }
}
