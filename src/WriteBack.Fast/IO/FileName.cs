namespace WriteBack.Fast;

/// <summary>Names of files that are valid on Windows, Linux and macOS alike.</summary>
internal static class FileName
{
    // What a file system takes: 255 bytes, or 255 units of UTF-16.
    private const int MostBytes = 255;

    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>:\"/\\|?*");

    // Windows takes these for devices, whatever extension follows.
    private static readonly HashSet<string> Devices = new(
        [
            "con", "prn", "aux", "nul", "conin$", "conout$",
            .. Enumerable.Range(0, 10).SelectMany(static number => new[] { $"com{number}", $"lpt{number}" }),
            "com¹", "com²", "com³", "lpt¹", "lpt²", "lpt³",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is valid everywhere, and the same everywhere.</summary>
    public static bool IsPortable(string name)
    {
        if (name.Length == 0 || name[^1] is '.' or ' ' || name[0] == ' ')
            return false;
        if (name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl) || !IsWhole(name))
            return false;
        string stem = name.Split('.')[0].TrimEnd(' ');
        return !Devices.Contains(stem) && System.Text.Encoding.UTF8.GetByteCount(name) <= MostBytes;
    }

    // A half of a surrogate pair has no UTF-8.
    private static bool IsWhole(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar)
                return false;
        }

        return true;
    }
}
