namespace WriteBack.Fast;

/// <summary>The folder of a log on a real disk.</summary>
internal sealed class LogFolder : ILogDisk
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream? _lock;

    private LogFolder(string path, FileStream? @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <summary>Makes the folder if need be, and locks it.</summary>
    /// <exception cref="WriteAheadLogException">Another cache has it open, or it cannot be used.</exception>
    public static LogFolder Lock(string path)
    {
        try
        {
            MakeDirectory(path);
            var @lock = new FileStream(System.IO.Path.Combine(path, "lock"), Options(FileMode.OpenOrCreate, FileShare.None));
            return new LogFolder(path, @lock);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WriteAheadLogException(
                $"The log in '{path}' cannot be opened. Either another cache or process has it open, or it cannot be used: {exception.Message}",
                exception);
        }
    }

    /// <summary>Looks at a log without locking it, while another may be writing.</summary>
    public static LogFolder OpenToRead(string path) => new(path, null);

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Path).Select(static file => System.IO.Path.GetFileName(file))];

    public ILogFile Open(string name) => _lock is null
        ? new LogFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        : new LogFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public ILogFile Create(string name)
    {
        // By a stream: what opens a handle knows no access rights.
        new FileStream(PathOf(name), Options(FileMode.Create, FileShare.Read)).Dispose();
        return Open(name);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => StableStorage.SyncDirectory(Path);

    public void Dispose() => _lock?.Dispose();

    private static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        return options;
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
