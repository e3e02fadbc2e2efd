namespace WriteBack.Fast.Benchmarks.HitRatio;

/// <summary>Evicts what was not asked for the longest.</summary>
internal static class LeastRecentlyUsed
{
    public static long Hits(uint[] keys, int capacity)
    {
        LinkedList<uint> byUse = [];
        Dictionary<uint, LinkedListNode<uint>> resident = [];
        long hits = 0;
        foreach (uint key in keys)
        {
            if (resident.Remove(key, out var node))
            {
                hits++;
                byUse.Remove(node);
            }
            else if (resident.Count == capacity)
            {
                resident.Remove(byUse.First!.Value);
                byUse.RemoveFirst();
            }

            resident.Add(key, byUse.AddLast(key));
        }

        return hits;
    }
}
