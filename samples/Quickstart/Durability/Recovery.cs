using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Durability;

/// <summary>What was found after a process was killed.</summary>
/// <param name="FromLog">Payments that SQLite did not have, and the log had.</param>
/// <param name="WithoutReceipt">Payments that nobody had been told of.</param>
/// <param name="Rows">Wallets that were compared with SQLite in the end.</param>
internal sealed record Recovery(long FromLog, long WithoutReceipt, long Rows)
{
    /// <summary>Opens log and SQLite file, compares both with the receipts, and stores what only the log has.</summary>
    /// <exception cref="MismatchException">A payment is lost, or there is what nobody paid.</exception>
    public static async Task<Recovery> VerifyAsync(SampleDatabase database, string logDirectory, ReceiptBook book)
    {
        using var connection = database.Connect();
        var stored = WalletTable.Read(connection).ToDictionary();
        await using var store = SqliteStore.Create(database.ConnectionString, WalletCache.Schema);
        await using var cache = await WalletCache.OpenAsync(store, new WriteBackOptions
        {
            FlushInterval = Timeout.InfiniteTimeSpan,
            Log = new WriteAheadLogOptions { Directory = logDirectory },
        });

        Dictionary<WalletKey, Wallet> found = new(stored);
        foreach (var (key, wallet) in cache.Snapshot())
            found[key] = wallet;
        long withoutReceipt = book.Verify(found);
        long fromLog = found.Sum(wallet => PaymentsAfter(stored.GetValueOrDefault(wallet.Key), wallet.Key, wallet.Value));

        await cache.FlushAsync();
        long rows = Verify.Rows(WalletCache.Schema.Name, found, WalletTable.Read(connection));
        Verify.Drained(await cache.CloseAsync());
        Verify.Ledger(cache.Statistics);
        return new Recovery(fromLog, withoutReceipt, rows);
    }

    private static long PaymentsAfter(Wallet stored, WalletKey key, Wallet found) => found.Payments >= stored.Payments
        ? found.Payments - stored.Payments
        : throw new MismatchException($"The log has {found} for {key}, which is older than {stored} in SQLite.");
}
