namespace WriteBack.Fast;

// Each shard has four rings, its lanes. Lanes 0 to 2 are those of the priorities. The last lane has the entries that a caller waits
// for. An entry in it may have a place in the ring of its priority, too; whichever place is taken first serves.

/// <summary>Numbers the rings of all shards in one sequence.</summary>
internal static class RingNumber
{
    /// <summary>The number of rings of one shard.</summary>
    public const int Lanes = 4;

    /// <summary>The number of rings of one shard that are those of a priority: the first ones.</summary>
    public const int Priorities = 3;

    /// <summary>The lane of awaited entries.</summary>
    public const int Awaited = 3;

    public static int Of(int shard, int lane) => shard * Lanes + lane;

    extension(FlushPriority priority)
    {
        /// <summary>The index of the priority's ring among those of a shard, most urgent first.</summary>
        public int Lane => (int)priority - 1;
    }
}
