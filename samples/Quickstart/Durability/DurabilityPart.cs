using Quickstart.Output;
using Quickstart.Verification;

namespace Quickstart.Durability;

/// <summary>Durability: a process that pays into wallets is killed, and the log has every payment that it gave a receipt of.</summary>
internal static class DurabilityPart
{
    private const int FewestReceipts = 2_000;
    private const int MostReceipts = 5_000;

    public static async Task RunAsync(SampleDatabase database, Report report, int kills)
    {
        report.Heading($"6  Durability: a process pays into {WalletCache.Wallets} wallets, and is killed {kills} times");

        using var log = new SideFolder(database, "log");
        var book = new ReceiptBook();
        List<Recovery> recoveries = [];
        for (int kill = 0; kill < kills; kill++)
        {
            using var process = PayingProcess.Start(database, log.Path);
            await process.KillAsync(book, Random.Shared.Next(FewestReceipts, MostReceipts));
            recoveries.Add(await Recovery.VerifyAsync(database, log.Path, book));
        }

        using var connection = database.Connect();
        long payments = WalletTable.Read(connection).Sum(static wallet => wallet.Value.Payments);
        long withoutReceipt = recoveries.Sum(static recovery => recovery.WithoutReceipt);
        long lost = book.Count + withoutReceipt - payments;
        Verify.Count("Payments lost", 0, lost);

        report.Figures(
            ("Times that the process was killed", Format.Count(recoveries.Count)),
            ("Payments acknowledged", Format.Count(book.Count)),
            ("Payments found that were not acknowledged yet", Format.Count(withoutReceipt)),
            ("Payments that only the log had", Format.Share(recoveries.Sum(static recovery => recovery.FromLog), payments)),
            ("Payments lost", Format.Count(lost)));
        report.Line("A kill ends a process and no more. That what is acknowledged outlives a power loss, too, is up to the");
        report.Line("sync that each payment waited for (LogSync.Always), and was not tested here.");
        report.Verified(WalletCache.Schema.Name, recoveries[^1].Rows);
    }
}
