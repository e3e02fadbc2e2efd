namespace WriteBack.Fast;

/// <summary>A directory of segments on disk.</summary>
internal sealed class SegmentDirectory : ISegmentDirectory
{
    /// <summary>The name of the file whose lock locks the directory. The file stays when the directory is unlocked.</summary>
    public const string LockName = "lock";

    private readonly FileStream _lock;

    private SegmentDirectory(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    /// <summary>Creates a directory and its missing parents, on stable storage. An existing directory is left as it is.</summary>
    /// <exception cref="IOException">The directory cannot be created or synced.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not create the directory.</exception>
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

        // A crash loses a folder whose name is not synced, and every synced file in it.
        foreach (string parent in parents)
            FileSync.SyncDirectory(parent);
    }

    /// <summary>Locks an existing directory.</summary>
    /// <exception cref="IOException">The directory is locked already, or cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not use the directory.</exception>
    public static SegmentDirectory Lock(string path) =>
        new(path, PrivateFiles.OpenFile(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileShare.None));

    public IReadOnlyList<string> Files() => [.. Directory.EnumerateFiles(Path).Select(static file => System.IO.Path.GetFileName(file))];

    public ISegmentFile Open(string name) =>
        new SegmentFile(File.OpenHandle(PathOf(name), FileMode.Open, FileAccess.ReadWrite, FileShare.Read));

    public ISegmentFile Create(string name)
    {
        // A stream creates the file, since File.OpenHandle cannot set the access rights.
        PrivateFiles.OpenFile(PathOf(name), FileMode.Create, FileShare.Read).Dispose();
        return Open(name);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => FileSync.SyncDirectory(Path);

    public void Dispose() => _lock.Dispose();

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);
}
