namespace WriteBack.Fast;

/// <summary>A write that can be tried again after it met a limit.</summary>
internal interface IPendingWrite
{
    /// <summary>The write's priority.</summary>
    FlushPriority Priority { set; }

    /// <summary>Tries the write without waiting.</summary>
    /// <param name="waiter">The caller's wait for the write to be logged or stored, or null.</param>
    WriteOutcome Try(WriteWaiter? waiter);
}

/// <summary>Evicts entries of a full cache.</summary>
internal interface IEvictor
{
    /// <summary>Evicts a clean entry from any shard.</summary>
    /// <returns><see langword="false"/> when no entry is clean.</returns>
    bool TryEvict();
}
