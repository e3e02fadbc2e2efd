namespace WriteBack.Fast.Tests.Telemetry;

public class StripedCountersTests
{
    [Fact]
    public void Counts_of_all_threads_are_summed_exactly_and_kept_when_the_threads_are_gone()
    {
        var counters = new StripedCounters();
        for (int wave = 0; wave < 5; wave++)
        {
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (int count = 0; count < 10_000; count++)
                {
                    ref var mine = ref MineOf(counters);
                    mine.Hits++;
                    mine.Accepted += 2;
                }
            }))];
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());
        }

        var sum = counters.Sum();
        Assert.Equal(200_000, sum.Hits);
        Assert.Equal(400_000, sum.Accepted);
        Assert.Equal(0, sum.Misses);
    }

    [Fact]
    public void Many_caches_on_one_thread_do_not_count_into_each_other()
    {
        StripedCounters[] counters = [.. Enumerable.Range(0, 100).Select(static _ => new StripedCounters())];
        for (int round = 0; round < 3; round++)
        {
            for (int cache = 0; cache < counters.Length; cache++)
                MineOf(counters[cache]).Misses += cache;
        }

        for (int cache = 0; cache < counters.Length; cache++)
            Assert.Equal(3 * cache, counters[cache].Sum().Misses);
    }

    private static unsafe ref StripedCounters.Counts MineOf(StripedCounters counters) => ref *counters.Find(StripedCounters.Region);
}
