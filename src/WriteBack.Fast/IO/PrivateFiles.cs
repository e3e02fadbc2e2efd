namespace WriteBack.Fast;

/// <summary>Creates directories and files that only their owner can read and write. On Windows the parent's access rights apply.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Access = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, Access | UnixFileMode.UserExecute);
    }

    /// <summary>Opens a file for unbuffered reads and writes.</summary>
    public static FileStream OpenFile(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Access;
        return new FileStream(path, options);
    }
}
