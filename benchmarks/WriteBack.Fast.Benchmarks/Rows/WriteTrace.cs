namespace WriteBack.Fast.Benchmarks.Rows;

/// <summary>The writes of a run in their order: the key of each, and the moment at which it was really made.</summary>
/// <param name="keyCount">How many keys there are.</param>
/// <param name="keys">The key of each write, as a number below that.</param>
internal sealed class WriteTrace(int keyCount, int[] keys)
{
    public const int None = -1;

    public int KeyCount { get; } = keyCount;

    public int[] Keys { get; } = keys;

    /// <summary>For each write the moment just before it, in ticks of the stopwatch.</summary>
    public long[] Moments { get; } = new long[keys.Length];

    /// <summary>
    /// The fewest rows for the staleness: an entry is stored that long after its first write since it was stored last. What is dirty
    /// after the last write is in it once.
    /// </summary>
    /// <param name="staleness">The staleness, in ticks.</param>
    /// <returns>The moment at which each row is stored, in their order.</returns>
    public IReadOnlyList<long> LeastRows(long staleness)
    {
        long[] due = new long[KeyCount];
        Array.Fill(due, long.MinValue);
        List<long> rows = [];
        for (int write = 0; write < Keys.Length; write++)
        {
            ref long end = ref due[Keys[write]];
            if (Moments[write] <= end)
                continue;
            end = Moments[write] + staleness;
            rows.Add(end);
        }

        return rows;
    }

    /// <summary>The first write of each key, and for each write the next one of its key.</summary>
    public (int[] First, int[] Next) Chains()
    {
        int[] first = new int[KeyCount];
        int[] next = new int[Keys.Length];
        Array.Fill(first, None);
        for (int write = Keys.Length - 1; write >= 0; write--)
        {
            ref int later = ref first[Keys[write]];
            next[write] = later;
            later = write;
        }

        return (first, next);
    }
}
