using CsCheck;
using WriteBack.Fast.Benchmarks.HitRatio;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>What the cache is compared with has to be what it is called.</summary>
public class PolicyTests
{
    private static readonly Gen<(uint[] Keys, int Capacity)> Traces = Gen.Select(Gen.UInt[0, 5].Array[1, 10], Gen.Int[1, 4]);

    [Fact]
    public void The_optimum_is_the_best_of_all_that_could_be_done() => Traces.Sample(static trace =>
        Assert.Equal(BestOf(trace.Keys, 0, [], trace.Capacity), Optimum.Hits(trace.Keys, trace.Capacity)), iter: 3_000);

    [Fact]
    public void What_was_not_asked_for_the_longest_goes() => Traces.Sample(static trace =>
    {
        List<uint> resident = [];
        long hits = 0;
        foreach (uint key in trace.Keys)
        {
            if (resident.Remove(key))
                hits++;
            else if (resident.Count == trace.Capacity)
                resident.RemoveAt(0);
            resident.Add(key);
        }

        Assert.Equal(hits, LeastRecentlyUsed.Hits(trace.Keys, trace.Capacity));
    });

    [Fact]
    public async Task Every_policy_hits_whatever_fits()
    {
        uint[] keys = [.. Enumerable.Range(0, 1_000).Select(static access => (uint)(access % 20))];
        foreach (var (name, hits) in Policies.All)
            Assert.Equal((name, 980), (name, await hits(keys, 100)));
    }

    [Fact]
    public async Task No_policy_hits_more_than_the_optimum()
    {
        var random = new Random(1);
        uint[] keys = [.. Enumerable.Range(0, 20_000).Select(_ => (uint)(1_000 * Math.Pow(random.NextDouble(), 3)))];
        long most = Optimum.Hits(keys, 100);
        foreach (var (name, hits) in Policies.All)
            Assert.True(await hits(keys, 100) is > 0 and long found && found <= most, name);
    }

    /// <summary>Tries everything: not to take a key in, or to take it in for any other.</summary>
    private static int BestOf(uint[] keys, int at, HashSet<uint> resident, int capacity)
    {
        if (at == keys.Length)
            return 0;
        uint key = keys[at];
        if (resident.Contains(key))
            return 1 + BestOf(keys, at + 1, resident, capacity);
        int best = BestOf(keys, at + 1, resident, capacity);
        if (resident.Count < capacity)
            return Math.Max(best, BestOf(keys, at + 1, [.. resident, key], capacity));
        foreach (uint victim in resident)
            best = Math.Max(best, BestOf(keys, at + 1, [.. resident.Where(other => other != victim), key], capacity));
        return best;
    }
}
