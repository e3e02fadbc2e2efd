using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.Durability;

/// <summary>Reads the table of wallets with plain SQL.</summary>
internal static class WalletTable
{
    public static IEnumerable<KeyValuePair<WalletKey, Wallet>> Read(SqliteConnection connection) => connection.Query(
        "SELECT wallet_id, payments, balance FROM wallet",
        static row => KeyValuePair.Create(new WalletKey(row.GetInt32(0)), new Wallet(row.GetInt64(1), row.GetInt64(2))));
}
