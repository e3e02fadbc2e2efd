namespace WriteBack.Fast.Tests;

/// <summary>A disk that knows what is open on it, and how often it was read.</summary>
internal sealed class CountingDisk(ISegmentDirectory disk) : ISegmentDirectory
{
    private int _openFiles;
    private int _reads;

    public int OpenFiles => Volatile.Read(ref _openFiles);

    public int Reads => Volatile.Read(ref _reads);

    public bool IsClosed { get; private set; }

    public string Path => disk.Path;

    public IReadOnlyList<string> Files() => disk.Files();

    public ISegmentFile Open(string name) => new CountedFile(this, disk.Open(name));

    public ISegmentFile Create(string name) => new CountedFile(this, disk.Create(name));

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void Sync() => disk.Sync();

    public void Dispose()
    {
        IsClosed = true;
        disk.Dispose();
    }

    private sealed class CountedFile : ISegmentFile
    {
        private readonly CountingDisk _disk;
        private readonly ISegmentFile _file;

        public CountedFile(CountingDisk disk, ISegmentFile file)
        {
            (_disk, _file) = (disk, file);
            Interlocked.Increment(ref disk._openFiles);
        }

        public long Length => _file.Length;

        public int Read(Span<byte> buffer, long offset)
        {
            Interlocked.Increment(ref _disk._reads);
            return _file.Read(buffer, offset);
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset) => _file.Write(bytes, offset);

        public void SetLength(long length) => _file.SetLength(length);

        public void Sync() => _file.Sync();

        public void Dispose()
        {
            Interlocked.Decrement(ref _disk._openFiles);
            _file.Dispose();
        }
    }
}
