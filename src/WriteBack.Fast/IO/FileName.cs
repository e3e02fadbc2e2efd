namespace WriteBack.Fast;

/// <summary>Tests file names for Windows, Linux and macOS. Thread-safe.</summary>
internal static class FileName
{
    // File systems limit a name to 255 bytes or 255 UTF-16 code units. A name within the first limit is within both.
    private const int MostBytes = 255;

    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create("<>:\"/\\|?*");

    // Windows treats these names as devices, with any extension.
    private static readonly HashSet<string> Devices = new(
        [
            "con", "prn", "aux", "nul", "conin$", "conout$",
            .. Enumerable.Range(0, 10).SelectMany(static number => new[] { $"com{number}", $"lpt{number}" }),
            "com¹", "com²", "com³", "lpt¹", "lpt²", "lpt³",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is valid, and names the same file, on every system.</summary>
    public static bool IsPortable(string name)
    {
        if (name.Length == 0 || name[^1] is '.' or ' ' || name[0] == ' ')
            return false;
        if (name.AsSpan().ContainsAny(Forbidden) || name.Any(char.IsControl) || !IsWhole(name))
            return false;
        string stem = name.Split('.')[0].TrimEnd(' ');
        return !Devices.Contains(stem) && System.Text.Encoding.UTF8.GetByteCount(name) <= MostBytes;
    }

    // Half a surrogate pair has no UTF-8 form; EnumerateRunes replaces it.
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
