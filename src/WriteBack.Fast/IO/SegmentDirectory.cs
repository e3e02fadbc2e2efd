namespace WriteBack.Fast;

/// <summary>A directory of segments on a real disk.</summary>
internal sealed class SegmentDirectory : ISegmentDirectory
{
    /// <summary>The file whose lock is the directory's. It stays when the directory is unlocked.</summary>
    public const string LockName = "lock";

    private readonly FileStream _lock;

    private SegmentDirectory(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <summary>Makes a directory that is on stable storage, with each of its parents that had to be made. One that exists stays.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Make(string path)
    {
        Stack<string> parents = [];
        for (string folder = System.IO.Path.GetFullPath(path); !Directory.Exists(folder); folder = parents.Peek())
        {
            // A root that does not exist has no parent: making the folder fails then, and says why.
            if (System.IO.Path.GetDirectoryName(folder) is not { } parent)
                break;
            parents.Push(parent);
        }

        PrivateFiles.MakeDirectory(path);

        // What is synced in a folder whose own name is not would be lost with it.
        foreach (string parent in parents)
            FileSync.SyncDirectory(parent);
    }

    /// <summary>Locks a directory that exists.</summary>
    /// <exception cref="IOException">Somebody else has locked it, or it cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be used.</exception>
    public static SegmentDirectory Lock(string path) =>
        new(path, PrivateFiles.OpenFile(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileShare.None));

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Path).Select(static file => System.IO.Path.GetFileName(file))];

    public ISegmentFile Open(string name) =>
        new SegmentFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public ISegmentFile Create(string name)
    {
        // By a stream: what opens a handle knows no access rights.
        PrivateFiles.OpenFile(PathOf(name), FileMode.Create, FileShare.Read).Dispose();
        return Open(name);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => FileSync.SyncDirectory(Path);

    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
