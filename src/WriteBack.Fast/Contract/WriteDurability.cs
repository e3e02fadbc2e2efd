namespace WriteBack.Fast;

/// <summary>The state of a write for which an awaited call waits.</summary>
public enum WriteDurability : byte
{
    /// <summary>The write is accepted in memory.</summary>
    Memory = 0,

    /// <summary>
    /// The write is in the write-ahead log: on stable storage with <see cref="LogSync.Always"/>, otherwise with the operating system. A
    /// cache without a log throws <see cref="InvalidOperationException"/>.
    /// </summary>
    Logged = 1,

    /// <summary>The store has acknowledged the write, or a newer write of the same key.</summary>
    Stored = 2,
}
