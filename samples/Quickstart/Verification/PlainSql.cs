using Microsoft.Data.Sqlite;

namespace Quickstart.Verification;

/// <summary>Reads tables as any client of SQLite would, without the store.</summary>
internal static class PlainSql
{
    public static IEnumerable<TRow> Query<TRow>(this SqliteConnection connection, string sql, Func<SqliteDataReader, TRow> read)
    {
        using var command = new SqliteCommand(sql, connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return read(reader);
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
