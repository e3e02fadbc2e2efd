namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>
/// Evicts what is asked for again last (Belady, "A study of replacement algorithms for a virtual-storage computer", 1966),
/// and does not take in what would be that. No cache can do better without knowing the future.
/// </summary>
internal static class Optimum
{
    private const int Never = int.MaxValue;

    public static long Hits(uint[] keys, int capacity)
    {
        int[] nextUses = NextUsesOf(keys);
        Dictionary<uint, int> resident = [];
        var latest = new PriorityQueue<uint, int>();
        long hits = 0;
        for (int at = 0; at < keys.Length; at++)
        {
            uint key = keys[at];
            if (resident.ContainsKey(key))
                hits++;
            else if (resident.Count == capacity && !TryEvict(resident, latest, nextUses[at]))
                continue;
            resident[key] = nextUses[at];
            latest.Enqueue(key, -nextUses[at]);
        }

        return hits;
    }

    /// <summary>Makes room for a key if another is asked for again later.</summary>
    private static bool TryEvict(Dictionary<uint, int> resident, PriorityQueue<uint, int> latest, int nextUse)
    {
        // A key has an element for each of its uses, of which the newest alone counts.
        while (latest.TryPeek(out uint key, out int negated))
        {
            if (resident.TryGetValue(key, out int expected) && expected == -negated)
                return expected > nextUse && resident.Remove(key);
            latest.Dequeue();
        }

        return false;
    }

    private static int[] NextUsesOf(uint[] keys)
    {
        int[] nextUses = new int[keys.Length];
        Dictionary<uint, int> seen = [];
        for (int at = keys.Length - 1; at >= 0; at--)
        {
            nextUses[at] = seen.GetValueOrDefault(keys[at], Never);
            seen[keys[at]] = at;
        }

        return nextUses;
    }
}
