namespace WriteBack.Fast;

/// <summary>Opens the directory of a log.</summary>
internal static class LogDirectory
{
    /// <summary>Creates the directory if it is missing, and locks it.</summary>
    /// <exception cref="WriteAheadLogException">Another cache has the directory open, or it cannot be used.</exception>
    public static ISegmentDirectory Open(WriteAheadLogOptions options, string path) => options.OpenDisk?.Invoke(path) ?? Lock(path);

    private static SegmentDirectory Lock(string path)
    {
        try
        {
            SegmentDirectory.Make(path);
            return SegmentDirectory.Lock(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WriteAheadLogException(
                $"The log in '{path}' cannot be opened. Either another cache or process has it open, or it cannot be used: {exception.Message}",
                exception);
        }
    }
}
