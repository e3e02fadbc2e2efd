namespace WriteBack.Fast.Tests.Cache.Eviction;

public class FrequencySketchTests
{
    private const int Entries = 2_000;
    private const int Period = Entries * 28;

    private readonly FrequencySketch _sketch = new(Entries);
    private readonly Random _random = new(1);

    [Fact]
    public void It_never_counts_less_than_there_was_and_seldom_more()
    {
        ulong[] keys = [.. Enumerable.Range(0, Entries).Select(_ => (ulong)_random.NextInt64())];
        int[] counts = new int[Entries];
        for (int use = 0; use < 4 * Entries; use++)
        {
            // Some often, most seldom.
            int key = (int)(Entries * Math.Pow(_random.NextDouble(), 4));
            counts[key]++;
            _sketch.Add(keys[key]);
        }

        Assert.All(Enumerable.Range(0, Entries), key => Assert.InRange(_sketch.Estimate(keys[key]), Math.Min(counts[key], 15), 15));
        int exact = Enumerable.Range(0, Entries).Count(key => _sketch.Estimate(keys[key]) == Math.Min(counts[key], 15));
        Assert.InRange(exact, Entries * 3 / 4, Entries);
        Assert.Equal(0, Enumerable.Range(0, 100).Min(_ => _sketch.Estimate((ulong)_random.NextInt64())));
    }

    [Fact]
    public void All_counters_age_at_once_though_nobody_waits_for_that()
    {
        ulong[] keys = [.. Enumerable.Range(0, 200).Select(_ => (ulong)_random.NextInt64())];
        foreach (ulong key in keys)
        {
            for (int use = 0; use < 12; use++)
                _sketch.Add(key);
        }

        int[] before = [.. keys.Select(_sketch.Estimate)];
        Assert.All(before, static count => Assert.InRange(count, 12, 15));
        ulong filler = (ulong)_random.NextInt64();
        int added = 0;

        // Others are counted until one of the keys shows that an epoch has ended; then all do.
        while (_sketch.Estimate(keys[0]) >= before[0] && added++ <= Period)
            _sketch.Add(filler += 0x9E37_79B9_7F4A_7C15);
        Assert.InRange(added, 1, Period);
        Assert.All(Enumerable.Range(0, keys.Length), key => Assert.InRange(_sketch.Estimate(keys[key]), 6, 7));
    }

    [Fact]
    public void What_is_not_asked_for_any_more_is_forgotten()
    {
        ulong old = (ulong)_random.NextInt64();
        for (int use = 0; use < 15; use++)
            _sketch.Add(old);
        for (int use = 0; use < 6 * Period; use++)
            _sketch.Add((ulong)_random.NextInt64());

        // What is left of it is what others of its counters have.
        int[] strangers = [.. Enumerable.Range(0, 50).Select(_ => _sketch.Estimate((ulong)_random.NextInt64()))];
        Assert.InRange(_sketch.Estimate(old), 0, strangers.Max());
    }

    [Fact]
    public void It_takes_little_memory() => Assert.InRange(_sketch.Bytes, 1, Entries * 12);
}
