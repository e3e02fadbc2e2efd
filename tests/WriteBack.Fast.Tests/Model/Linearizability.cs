namespace WriteBack.Fast.Tests.Model;

// The search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe ("Testing for
// Linearizability", 2017): an operation may be the next to take effect if no other that is left had returned before it was
// invoked. What is left and the register's state decide all that can follow, so each such pair is tried once.

/// <summary>Whether a concurrent history of one register could have happened one operation at a time.</summary>
internal static class Linearizability
{
    /// <summary>The most operations of a history.</summary>
    public const int MostOperations = 64;

    public static bool Holds(IReadOnlyList<Operation> history, long? initial)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history.Count, MostOperations);
        ulong all = history.Count == MostOperations ? ulong.MaxValue : (1UL << history.Count) - 1;
        var tried = new HashSet<(ulong Left, long? State)>();
        var open = new Stack<(ulong Left, long? State)>();
        open.Push((all, initial));
        while (open.TryPop(out var at))
        {
            if (at.Left == 0)
                return true;
            if (!tried.Add(at))
                continue;
            long firstReturn = FirstReturn(history, at.Left);
            for (int index = 0; index < history.Count; index++)
            {
                ulong bit = 1UL << index;
                if ((at.Left & bit) != 0 && history[index].Invoked < firstReturn && history[index].Fits(at.State))
                    open.Push((at.Left & ~bit, history[index].After(at.State)));
            }
        }

        return false;
    }

    private static long FirstReturn(IReadOnlyList<Operation> history, ulong left)
    {
        long first = long.MaxValue;
        for (int index = 0; index < history.Count; index++)
        {
            if ((left & (1UL << index)) != 0)
                first = Math.Min(first, history[index].Returned);
        }

        return first;
    }
}
