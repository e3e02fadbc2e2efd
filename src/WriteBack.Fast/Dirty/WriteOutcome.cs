namespace WriteBack.Fast;

/// <summary>What became of a write on the memory path.</summary>
internal enum WriteOutcome : byte
{
    /// <summary>Accepted; the entry was clean, absent or in flight.</summary>
    Accepted,

    /// <summary>Accepted; it replaced a write that was not stored yet.</summary>
    Coalesced,

    /// <summary>Accepted like <see cref="Accepted"/>, but so many entries are dirty that the writer should slow down.</summary>
    Throttled,

    /// <summary>Nothing done: the entry is not in memory, and the write needs it there.</summary>
    NotResident,

    /// <summary>Nothing done: what was to be replayed has been written since.</summary>
    Superseded,

    /// <summary>Nothing done: what was to be replayed is gone, or is being replayed already.</summary>
    Settled,

    /// <summary>Nothing done: the limit of dirty entries is reached.</summary>
    DirtyLimit,

    /// <summary>Nothing done: the cache is full and no entry of this shard can make room, but one of another shard could.</summary>
    CacheFull,

    /// <summary>Nothing done: the shard has no slot left and none of its entries is clean.</summary>
    ShardFull,

    /// <summary>Nothing done: the log is full, or waits for its disk.</summary>
    LogFull,

    /// <summary>Not applied but counted: its value cannot be serialised for the log, so it is a dead letter.</summary>
    DeadLettered,

    /// <summary>Nothing done: the cache is closed.</summary>
    Closed,
}

/// <summary>What a look-up in memory found.</summary>
internal enum Presence : byte
{
    /// <summary>Nothing: only the store knows.</summary>
    Absent,

    /// <summary>A live entry.</summary>
    Live,

    /// <summary>A remove that is not stored yet: there is no entry, whatever the store says.</summary>
    Removed,
}

internal static class WriteOutcomeExtensions
{
    extension(WriteOutcome outcome)
    {
        public bool IsAccepted => outcome <= WriteOutcome.Throttled;

        /// <summary>Whether it is among the writes of the statistics.</summary>
        public bool IsCounted => outcome.IsAccepted || outcome == WriteOutcome.DeadLettered;

        /// <summary>Whether nothing was done, and nothing would be if the write were tried again.</summary>
        public bool IsFinal => outcome is >= WriteOutcome.NotResident and <= WriteOutcome.Settled;
    }
}
