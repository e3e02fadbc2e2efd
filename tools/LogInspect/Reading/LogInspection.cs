namespace WriteBack.Fast.LogInspect.Reading;

// A cache may write while its log is read: a later byte may be seen where an earlier one was not there yet, which looks
// like damage or like a torn tail. So what a look finds wrong counts if the next one finds the same. In a log that is
// written to it does not, since the end has moved on.

/// <summary>Reads a log until it is clear what is wrong with it.</summary>
internal static class LogInspection
{
    private const int MostLooks = 5;

    public static LogReport Of(string folder) => Of(folder, LogFolders.FilesOf);

    /// <summary>Reads the files that are listed, anew for each look.</summary>
    public static LogReport Of(string folder, Func<string, IEnumerable<string>> list)
    {
        Findings? before = null;
        for (int looks = 1; ; looks++)
        {
            var look = Look.At(folder, list(folder));
            Findings? found = look.IsVoid ? null : new Findings(look.Damage, look.TornTail);
            bool isSettled = found is not null && (found.AreNone || found == before);
            if (isSettled || looks == MostLooks)
                return LogReport.Of(folder, look, isSettled);
            before = found;
        }
    }

    private sealed record Findings(SegmentDamage? Damage, TornTail? TornTail)
    {
        public bool AreNone => Damage is null && TornTail is null;
    }
}
