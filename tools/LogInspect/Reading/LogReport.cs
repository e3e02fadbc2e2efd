namespace WriteBack.Fast.LogInspect.Reading;

/// <summary>What was found in a log.</summary>
/// <param name="Cache">The name of the cache whose log it is.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Segments">Its segments, oldest first, as far as they could be read.</param>
/// <param name="Total">All of these together.</param>
/// <param name="TornTail">What a crash left after the last record, or null.</param>
/// <param name="Damage">The first damage, or null.</param>
/// <param name="IsMoving">Whether the log was written to all the while, so that its end could not be judged.</param>
internal sealed record LogReport(
    string Cache, string Folder, IReadOnlyList<SegmentReport> Segments, TotalReport Total, TornTail? TornTail,
    DamageReport? Damage, bool IsMoving)
{
    /// <param name="folder">Where the log is.</param>
    /// <param name="look">The last look at it.</param>
    /// <param name="isSettled">Whether what that found wrong is certain.</param>
    public static LogReport Of(string folder, Look look, bool isSettled)
    {
        SegmentReport[] segments = [.. look.Segments];
        return new LogReport(
            Uri.UnescapeDataString(Path.GetFileName(folder)), folder, segments, TotalReport.Of(segments),
            isSettled ? look.TornTail : null, isSettled ? DamageReport.Of(look.Damage) : null, !isSettled);
    }
}

/// <summary>What follows the last record and is not zeros.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">The end of the last record.</param>
/// <param name="Bytes">How much there is.</param>
internal sealed record TornTail(string File, long Offset, long Bytes);

/// <summary>The first damage in a log.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">The place in it.</param>
/// <param name="Reason">What is wrong.</param>
internal sealed record DamageReport(string File, long Offset, string Reason)
{
    public static DamageReport? Of(SegmentDamage? damage) =>
        damage is null ? null : new DamageReport(SegmentFormat.Log.Names.Of(damage.Number), damage.Offset, damage.Fault);
}
