namespace WriteBack.Fast.Benchmarks.Workload;

/// <summary>How many threads to try: 1, 2, 4 and so on, and as many as there are processors.</summary>
internal static class ThreadCounts
{
    public static IEnumerable<int> UpTo(int processors)
    {
        for (int threads = 1; threads < processors; threads *= 2)
            yield return threads;
        yield return processors;
    }
}
