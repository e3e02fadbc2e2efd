using Quickstart.Output;
using Quickstart.Verification;
using WriteBack.Fast;

namespace Quickstart.Priorities;

/// <summary>Priorities: what is urgent is stored first, and what is not urgent is stored all the same.</summary>
internal static class PriorityPart
{
    public static async Task RunAsync(SampleDatabase database, Report report)
    {
        report.Heading("4  Priorities: a shop's payments (High), orders (Normal) and page views (Low)");

        await using var store = SqliteStore.Create(database.ConnectionString, ShopCache.Schema);
        await using var queued = await QueuedEvents.OpenAsync(store);
        using var log = new ArrivalLog(database);
        var expected = await QueuedEvents.ShowAsync(queued, database, log, report);
        Verify.Drained(await queued.CloseAsync());
        Verify.Ledger(queued.Statistics);

        await using var patient = await PatientEvents.OpenAsync(store);
        await PatientEvents.ShowAsync(patient, log, report);
        foreach (var (key, state) in patient.Snapshot())
            expected[key] = state;

        using var connection = database.Connect();
        long rows = Verify.Rows(ShopCache.Schema.Name, expected, ShopEventTable.Read(connection));
        var drained = await patient.CloseAsync();
        Verify.Drained(drained);
        Verify.Ledger(patient.Statistics);
        report.Verified(ShopCache.Schema.Name, rows);
        report.Closed(drained);
    }
}
