namespace WriteBack.Fast;

/// <summary>Numbers the rings of all shards in one sequence.</summary>
internal static class RingNumber
{
    /// <summary>The number of rings of one shard: one for each priority.</summary>
    public const int Lanes = 3;

    public static int Of(int shard, int lane) => shard * Lanes + lane;

    extension(FlushPriority priority)
    {
        /// <summary>The index of the priority's ring among those of a shard, most urgent first.</summary>
        public int Lane => (int)priority - 1;
    }
}
