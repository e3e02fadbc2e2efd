namespace WriteBack.Fast;

/// <summary>The outcome of a write on the memory path.</summary>
internal enum WriteOutcome : byte
{
    /// <summary>Accepted; the entry was clean, absent or in flight.</summary>
    Accepted,

    /// <summary>Accepted; it replaced a write that was still dirty.</summary>
    Coalesced,

    /// <summary>Accepted like <see cref="Accepted"/>, but so many entries are dirty that the writer should pause.</summary>
    Throttled,

    /// <summary>Nothing done: the write needs an entry in memory, and there is none.</summary>
    NotResident,

    /// <summary>Nothing done: the key of the dead letter to replay has been written since.</summary>
    Superseded,

    /// <summary>Nothing done: the dead letter to replay is gone, or its replay is under way.</summary>
    Settled,

    /// <summary>Nothing done: the limit of dirty entries is reached.</summary>
    DirtyLimit,

    /// <summary>Nothing done: the cache is full and this shard has no entry to evict. Another shard may have one.</summary>
    CacheFull,

    /// <summary>Nothing done: the shard has no free slot, and none of its entries is clean.</summary>
    ShardFull,

    /// <summary>Nothing done: the log is full, or its buffers wait for the disk.</summary>
    LogFull,

    /// <summary>Counted but not applied: the value cannot be serialised for the log, so the write is a dead letter.</summary>
    DeadLettered,

    /// <summary>Nothing done: the cache is closed.</summary>
    Closed,
}

/// <summary>The result of a look-up in memory.</summary>
internal enum Presence : byte
{
    /// <summary>No entry in memory; the store may have one.</summary>
    Absent,

    /// <summary>A live entry.</summary>
    Live,

    /// <summary>A tombstone: there is no entry, whatever the store has.</summary>
    Removed,
}

internal static class WriteOutcomeExtensions
{
    extension(WriteOutcome outcome)
    {
        public bool IsAccepted => outcome <= WriteOutcome.Throttled;

        /// <summary>Whether the statistics count the write.</summary>
        public bool IsCounted => outcome.IsAccepted || outcome == WriteOutcome.DeadLettered;

        /// <summary>Whether nothing was done, and another try would do nothing either.</summary>
        public bool IsFinal => outcome is >= WriteOutcome.NotResident and <= WriteOutcome.Settled;
    }
}
