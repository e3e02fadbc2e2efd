namespace WriteBack.Fast;

/// <summary>The folder of a log, locked for one user. All file I/O of the log goes through it. Every failure is an exception.</summary>
internal interface ILogDisk : IDisposable
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the files in it.</summary>
    IReadOnlyList<string> Files();

    /// <summary>Opens a file.</summary>
    ILogFile Open(string name);

    /// <summary>Makes an empty file, in place of one of that name.</summary>
    ILogFile Create(string name);

    void Rename(string from, string to);

    void Delete(string name);

    /// <summary>Brings the names of files to stable storage: what was made, renamed and deleted.</summary>
    void Sync();
}

/// <summary>A file of a log. Not thread-safe.</summary>
internal interface ILogFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads as much as there is.</summary>
    /// <returns>How many bytes.</returns>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Brings the content to stable storage.</summary>
    void Sync();
}
