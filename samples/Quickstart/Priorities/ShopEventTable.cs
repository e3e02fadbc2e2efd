using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.Priorities;

/// <summary>Reads the table of events with plain SQL.</summary>
internal static class ShopEventTable
{
    public static IEnumerable<KeyValuePair<ShopEventKey, ShopEventState>> Read(SqliteConnection connection) => connection.Query(
        "SELECT kind, number, amount, written_at FROM shop_event",
        static row => KeyValuePair.Create(
            new ShopEventKey((ShopEvent)row.GetInt32(0), row.GetInt32(1)), new ShopEventState(row.GetInt64(2), row.GetInt64(3))));
}
