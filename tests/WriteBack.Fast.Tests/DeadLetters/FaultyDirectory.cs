namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>A directory that fails when it is told to.</summary>
internal sealed class FaultyDirectory(ISegmentDirectory inner) : ISegmentDirectory
{
    /// <summary>Whether half of a write gets to the file, as on a full disk.</summary>
    public bool IsFaulty { get; set; }

    public bool IsSyncFaulty { get; set; }

    public bool IsDeleteFaulty { get; set; }

    public Action? OnSync { get; set; }

    public string Path => inner.Path;

    public IReadOnlyList<string> Files() => inner.Files();

    public ISegmentFile Open(string name) => new FaultyFile(this, inner.Open(name));

    public ISegmentFile Create(string name) => new FaultyFile(this, inner.Create(name));

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void Delete(string name)
    {
        if (IsDeleteFaulty)
            throw new IOException("the file is held");
        inner.Delete(name);
    }

    public void Sync() => inner.Sync();

    public void Dispose() => inner.Dispose();

    private sealed class FaultyFile(FaultyDirectory directory, ISegmentFile file) : ISegmentFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            file.Write(directory.IsFaulty ? bytes[..(bytes.Length / 2)] : bytes, offset);
            if (directory.IsFaulty)
                throw new IOException("the disk is full");
        }

        public void SetLength(long length)
        {
            if (directory.IsFaulty || directory.IsSyncFaulty)
                throw new IOException("the disk is full");
            file.SetLength(length);
        }

        public void Sync()
        {
            if (directory.IsSyncFaulty)
                throw new IOException("the disk is broken");
            file.Sync();
            var action = directory.OnSync;
            directory.OnSync = null;
            action?.Invoke();
        }

        public void Dispose() => file.Dispose();
    }
}
