namespace WriteBack.Fast;

/// <summary>What must have happened to a write before an awaited call completes.</summary>
public enum WriteDurability : byte
{
    /// <summary>It is accepted in memory.</summary>
    Memory = 0,

    /// <summary>
    /// It is in the write-ahead log: on stable storage with <see cref="LogSync.Always"/>, else with the operating system. A
    /// cache without a log refuses it with <see cref="InvalidOperationException"/>.
    /// </summary>
    Logged = 1,

    /// <summary>The store has acknowledged it, or a newer write of the same key.</summary>
    Stored = 2,
}
