namespace WriteBack.Fast.LogInspect.Reading;

/// <summary>Finds the folders of logs, and their files.</summary>
internal static class LogFolders
{
    /// <summary>A folder that is a log, or the logs in it by name.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    public static IReadOnlyList<string> In(string directory)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder '{path}'.");
        if (IsLog(path))
            return [path];
        string[] logs = [.. Directory.EnumerateDirectories(path).Where(IsLog).Order(StringComparer.Ordinal)];
        return logs.Length > 0 ? logs : throw new FileNotFoundException($"There is no log in '{path}'.");
    }

    public static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(folder).Select(static file => Path.GetFileName(file));

    // A log without a segment still has its lock.
    private static bool IsLog(string folder) =>
        FilesOf(folder).Any(static name => name == SegmentDirectory.LockName || SegmentFormat.Log.Names.TryParse(name, out _));
}
