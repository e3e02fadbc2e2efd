using Npgsql;

namespace WriteBack.Fast.Tests;

internal static class PostgreSqlQueries
{
    public static void Execute(this NpgsqlDataSource database, string sql)
    {
        using var command = database.CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row.</summary>
    public static object? Query(this NpgsqlDataSource database, string sql)
    {
        using var command = database.CreateCommand(sql);
        return command.ExecuteScalar();
    }
}
