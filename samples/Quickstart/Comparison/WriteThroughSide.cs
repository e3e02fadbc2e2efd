using System.Diagnostics;
using Quickstart.Players;
using Quickstart.Verification;

namespace Quickstart.Comparison;

/// <summary>Measures write-through: a write is a transaction, a read a SELECT by key.</summary>
internal static class WriteThroughSide
{
    public static Side Measure(SampleDatabase database, PlayerWorkload workload, ComparisonTimes times)
    {
        using var table = new WriteThroughTable(database);
        var expected = workload.Everyone();
        table.Fill(expected);
        long written = 0;
        void Write()
        {
            table.Set(workload.KeyOf(written), PlayerWorkload.StateOf(written));
            written++;
        }

        Timing.Measure(times.WarmUp, group: 1, Write);
        long before = written;
        long start = Stopwatch.GetTimestamp();
        var writes = Timing.Measure(times.Writes, group: 1, Write);
        double perSecond = (written - before) / Stopwatch.GetElapsedTime(start).TotalSeconds;

        long read = 0;
        long found = 0;
        void Read()
        {
            found += table.TryGet(workload.KeyOf(read++), out _) ? 1 : 0;
        }

        Timing.Measure(times.WarmUp, group: 1, Read);
        var reads = Timing.Measure(times.Reads, group: 1, Read);
        Verify.Count("Rows that SELECT found by key", read, found);

        workload.Apply(written, expected);
        using var connection = database.Connect();
        long rows = Verify.Rows(WriteThroughTable.Name, expected, PlayerTable.Read(connection, WriteThroughTable.Name));
        return new Side(writes, perSecond, reads, rows);
    }
}
