using System.Globalization;

namespace WriteBack.Fast;

/// <summary>The files of a cache's dead letters: numbered segments, and a lock. All file I/O of the letters is here. Not thread-safe.</summary>
internal class DeadLetterFolder : IDisposable
{
    private const string SegmentExtension = ".letters";
    private const string DamagedExtension = ".damaged";

    private readonly FileStream _lock;
    private FileStream? _open;
    private long _openSegment;

    /// <summary>Makes the folder if need be, and locks it.</summary>
    /// <exception cref="IOException">Another cache has it open, or it cannot be used.</exception>
    public DeadLetterFolder(string path)
    {
        Path = path;
        PrivateFiles.MakeDirectory(path);
        try
        {
            _lock = PrivateFiles.OpenFile(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new IOException($"The dead letters in '{path}' cannot be locked: is another cache using them?", exception);
        }
    }

    public string Path { get; }

    /// <summary>The numbers of the segments that there are, in ascending order.</summary>
    public IReadOnlyList<long> Segments() =>
    [
        .. Directory.EnumerateFiles(Path, "*" + SegmentExtension)
            .Select(static file => System.IO.Path.GetFileNameWithoutExtension(file))
            .Select(static name => long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : 0)
            .Where(static number => number > 0)
            .Order(),
    ];

    public string FileOf(long segment) =>
        System.IO.Path.Combine(Path, segment.ToString("D10", CultureInfo.InvariantCulture) + SegmentExtension);

    public byte[] Read(long segment) => File.ReadAllBytes(FileOf(segment));

    /// <summary>Writes to a segment, which is made if there is none. It is on disk after <see cref="Sync"/>.</summary>
    public virtual void Append(long segment, long at, ReadOnlySpan<byte> bytes)
    {
        if (_openSegment != segment)
        {
            Close();
            _open = PrivateFiles.OpenFile(FileOf(segment), FileMode.OpenOrCreate, FileShare.Read);
            _openSegment = segment;
        }

        _open!.Position = at;
        _open.Write(bytes);
    }

    /// <summary>Brings what was appended to the open segment to disk.</summary>
    public virtual void Sync()
    {
        if (_open is not null)
            FileSync.Sync(_open.SafeFileHandle);
    }

    /// <summary>Cuts a segment.</summary>
    public virtual void Truncate(long segment, long length)
    {
        Close();
        using var file = PrivateFiles.OpenFile(FileOf(segment), FileMode.OpenOrCreate, FileShare.None);
        file.SetLength(length);
        FileSync.Sync(file.SafeFileHandle);
    }

    public virtual void Delete(long segment)
    {
        if (_openSegment == segment)
            Close();
        File.Delete(FileOf(segment));
    }

    /// <summary>Renames a segment, so that it is not read again.</summary>
    public virtual void SetAside(long segment)
    {
        string file = FileOf(segment);
        string aside = file + DamagedExtension;
        for (int copy = 2; File.Exists(aside); copy++)
            aside = $"{file}.{copy}{DamagedExtension}";
        File.Move(file, aside);
    }

    /// <summary>Closes the files and gives the lock back.</summary>
    public void Dispose()
    {
        Close();
        _lock.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        _open?.Dispose();
        _open = null;
        _openSegment = 0;
    }
}
