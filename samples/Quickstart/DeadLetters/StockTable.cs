using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.DeadLetters;

/// <summary>The table of the stock in plain SQL: first with a constraint, then without.</summary>
internal static class StockTable
{
    public static void Create(SqliteConnection connection) => connection.Execute(
        "CREATE TABLE stock(item_id INTEGER PRIMARY KEY, quantity INTEGER CHECK (quantity >= 0))");

    /// <summary>Drops the constraint. SQLite can only do that by another table in place of this one.</summary>
    public static void DropConstraint(SqliteConnection connection) => connection.Execute(
        """
        BEGIN IMMEDIATE;
        CREATE TABLE stock_without_check(item_id INTEGER PRIMARY KEY, quantity INTEGER);
        INSERT INTO stock_without_check SELECT item_id, quantity FROM stock;
        DROP TABLE stock;
        ALTER TABLE stock_without_check RENAME TO stock;
        COMMIT;
        """);

    public static IEnumerable<KeyValuePair<ItemKey, Stock>> Read(SqliteConnection connection) => connection.Query(
        "SELECT item_id, quantity FROM stock",
        static row => KeyValuePair.Create(new ItemKey(row.GetInt32(0)), new Stock(row.GetInt32(1))));
}
