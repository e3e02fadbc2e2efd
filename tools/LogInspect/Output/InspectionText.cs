using System.Text;
using WriteBack.Fast.LogInspect.Reading;

namespace WriteBack.Fast.LogInspect.Output;

/// <summary>What was found, for people.</summary>
internal static class InspectionText
{
    private const string Legend = """
        Live: the newest record of its key in the whole log; a delete too, which still has to reach the store.
        Dead: a later record of the same key replaced it.
        """;

    public static string Of(Inspection inspection)
    {
        var text = new StringBuilder();
        foreach (var log in inspection.Logs)
            Append(text, log);
        return text.AppendLine(Legend).ToString();
    }

    private static void Append(StringBuilder text, LogReport log)
    {
        text.AppendLine($"{log.Cache}: {log.Folder}").AppendLine();
        TextTable.Append(
            text, ["File", "Number", "Epoch", "First", "Last", "In use", "File size", "Records", "Upserts", "Deletes", "Live", "Dead"],
            [.. log.Segments.Select(RowOf), RowOf(log.Total)]);
        text.AppendLine();
        if (log.TornTail is { } tail)
            text.AppendLine($"Torn tail: {tail.Bytes} bytes in {tail.File} from byte {tail.Offset} on. The next open cuts them off.");
        if (log.Damage is { } damage)
            text.AppendLine($"Damage: {damage.File} at byte {damage.Offset}: {damage.Reason}. What follows was not read.");
        else
            text.AppendLine(log.IsMoving ? "No damage. The log is being written, so its end could not be judged." : "No damage.");
        text.AppendLine();
    }

    private static string[] RowOf(SegmentReport segment) =>
    [
        segment.File, Count(segment.Number), Count(segment.Epoch), Count(segment.First), Count(segment.Last),
        Count(segment.BytesInUse), Count(segment.FileBytes), Count(segment.Records), Count(segment.Upserts),
        Count(segment.Deletes), Count(segment.Live), Count(segment.Dead),
    ];

    private static string[] RowOf(TotalReport total) =>
    [
        $"Total of {total.Segments}", "", "", "", "", Count(total.BytesInUse), Count(total.FileBytes), Count(total.Records),
        Count(total.Upserts), Count(total.Deletes), Count(total.Live), Count(total.Dead),
    ];

    private static string Count(long? value) =>
        value?.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) ?? "-";
}
