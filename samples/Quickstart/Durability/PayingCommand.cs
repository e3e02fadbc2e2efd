using WriteBack.Fast;

namespace Quickstart.Durability;

/// <summary>The process that is killed: pays into all wallets at once, and gives a receipt of each payment that the log has.</summary>
internal static class PayingCommand
{
    public const string Name = "--durable-child";

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(50);

    // So small that the payments of a second fill several files of the log, and most are deleted again before the kill.
    private const int SegmentBytes = 32 << 10;

    /// <summary>Pays until the input ends, as it does when the process at its other end has.</summary>
    /// <param name="connectionString">The SQLite file.</param>
    /// <param name="logDirectory">Where the log lies.</param>
    /// <param name="input">What ends when it is time to end.</param>
    /// <param name="receipts">Gets the receipts; thread-safe.</param>
    public static async Task RunAsync(string connectionString, string logDirectory, Stream input, TextWriter receipts)
    {
        await using var store = SqliteStore.Create(connectionString, WalletCache.Schema);
        await using var cache = await WalletCache.OpenAsync(store, new WriteBackOptions
        {
            FlushInterval = FlushInterval,
            Log = new WriteAheadLogOptions { Directory = logDirectory, SegmentBytes = SegmentBytes },
        });

        using var end = new CancellationTokenSource();
        var paying = Task.WhenAll(WalletCache.AllKeys.Select(key => PayAsync(cache, key, receipts, end.Token)));
        var watching = Task.Factory.StartNew(() => input.CopyTo(Stream.Null), TaskCreationOptions.LongRunning);
        await Task.WhenAny(paying, watching);
        await end.CancelAsync();
        await paying;
    }

    private static async Task PayAsync(WalletCache cache, WalletKey key, TextWriter receipts, CancellationToken end)
    {
        var wallet = await cache.GetAsync(key, end) ?? default;
        while (!end.IsCancellationRequested)
        {
            wallet = wallet.AfterNextPayment(key);
            await cache.SetAsync(key, wallet, WriteDurability.Logged, ct: CancellationToken.None);
            // Told before the next payment is made, so at most one payment into a wallet has no receipt.
            receipts.WriteLine(new Receipt(key, wallet.Payments).ToLine());
        }
    }
}
