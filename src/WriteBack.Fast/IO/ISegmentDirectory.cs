namespace WriteBack.Fast;

/// <summary>A locked directory of segments. All file I/O of the segments goes through it. Every failure is an exception.</summary>
internal interface ISegmentDirectory : IDisposable
{
    /// <summary>The directory's path, for messages.</summary>
    string Path { get; }

    /// <summary>The names of the files in the directory, without their path.</summary>
    IReadOnlyList<string> Files();

    /// <summary>Opens an existing file.</summary>
    ISegmentFile Open(string name);

    /// <summary>Creates an empty file. It replaces a file of the same name.</summary>
    ISegmentFile Create(string name);

    /// <summary>Renames a file that is not open. It replaces a file of the new name.</summary>
    void Rename(string from, string to);

    void Delete(string name);

    /// <summary>Brings the creations, renames and deletions of files to stable storage.</summary>
    void Sync();
}
