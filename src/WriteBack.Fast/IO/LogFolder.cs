namespace WriteBack.Fast;

/// <summary>The folder of a log on a real disk.</summary>
internal sealed class LogFolder : ILogDisk
{
    /// <summary>The file whose lock is the folder's. It stays when the log is closed.</summary>
    public const string LockName = "lock";

    private readonly FileStream _lock;

    private LogFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <summary>Makes the folder if need be, and locks it.</summary>
    /// <exception cref="WriteAheadLogException">Another cache has it open, or it cannot be used.</exception>
    public static LogFolder Lock(string path)
    {
        try
        {
            Make(System.IO.Path.GetFullPath(path));
            string file = System.IO.Path.Combine(path, LockName);
            return new LogFolder(path, PrivateFiles.OpenFile(file, FileMode.OpenOrCreate, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new WriteAheadLogException(
                $"The log in '{path}' cannot be opened. Either another cache or process has it open, or it cannot be used: {exception.Message}",
                exception);
        }
    }

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Path).Select(static file => System.IO.Path.GetFileName(file))];

    public ILogFile Open(string name) =>
        new LogFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public ILogFile Create(string name)
    {
        // By a stream: what opens a handle knows no access rights.
        PrivateFiles.OpenFile(PathOf(name), FileMode.Create, FileShare.Read).Dispose();
        return Open(name);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to));

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => FileSync.SyncDirectory(Path);

    public void Dispose() => _lock.Dispose();

    private static void Make(string path)
    {
        Stack<string> parents = [];
        for (string folder = path; !Directory.Exists(folder); folder = parents.Peek())
            parents.Push(System.IO.Path.GetDirectoryName(folder)!);
        PrivateFiles.MakeDirectory(path);

        // What is synced in a folder whose own name is not would be lost with it.
        foreach (string parent in parents)
            FileSync.SyncDirectory(parent);
    }

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
