namespace WriteBack.Fast;

/// <summary>A write that can be tried again, for when the first try met a limit.</summary>
internal interface IPendingWrite
{
    /// <summary>How soon it is to be stored.</summary>
    FlushPriority Priority { set; }

    /// <summary>Tries it, waiting for nothing.</summary>
    /// <param name="waiter">Who waits for it, or null.</param>
    WriteOutcome Try(WriteWaiter? waiter);
}

/// <summary>Makes room for entries in a cache that is full.</summary>
internal interface IEvictor
{
    /// <summary>Drops a clean entry from any shard.</summary>
    /// <returns><see langword="false"/> when none is clean.</returns>
    bool TryEvict();
}
