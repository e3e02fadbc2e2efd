namespace WriteBack.Fast;

/// <summary>A directory of segments, locked for one user. All file I/O of the segments goes through it. Every failure is an exception.</summary>
internal interface ISegmentDirectory : IDisposable
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the files in it.</summary>
    IReadOnlyList<string> Files();

    /// <summary>Opens a file.</summary>
    ISegmentFile Open(string name);

    /// <summary>Makes an empty file, in place of one of that name.</summary>
    ISegmentFile Create(string name);

    /// <summary>Renames a file that is not open, in place of one of the new name.</summary>
    void Rename(string from, string to);

    void Delete(string name);

    /// <summary>Brings the names of files to stable storage: what was made, renamed and deleted.</summary>
    void Sync();
}
