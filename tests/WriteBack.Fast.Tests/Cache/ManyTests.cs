namespace WriteBack.Fast.Tests.Cache;

/// <summary>Calls with many keys, beside a dictionary: of every length about that of their look-ahead, on a cache so full that many entries are not in their home group.</summary>
public class ManyTests
{
    private const int Capacity = 2_000;
    private const int Longest = 80;

    [Fact]
    public async Task What_is_read_together_is_what_was_written()
    {
        await using var fixture = await Open.QuadsAsync(static options => (options.Capacity, options.MaxDirtyRatio) = (Capacity, 1));
        var cache = fixture.Cache;
        for (long key = 0; key < Capacity; key++)
            cache.Set(key, Quad.Of(key));
        for (long key = 0; key < Capacity; key += 5)
            cache.Remove(key);

        var random = new Random(1);
        for (int length = 0; length <= Longest; length++)
        {
            long[] keys = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(Capacity + Capacity / 4))];
            bool[] expected = [.. keys.Select(static key => key < Capacity && key % 5 != 0)];
            var values = new Quad[length];
            var found = new bool[length];
            values.AsSpan().Fill(Quad.Of(-1));

            Assert.Equal(expected.Count(static isThere => isThere), cache.TryGetMany(keys, values, found));
            Assert.Equal(expected, found);
            Assert.Equal(keys.Zip(expected, static (key, isThere) => isThere ? Quad.Of(key) : default), values);
        }
    }

    [Fact]
    public async Task Reads_of_many_are_counted_one_by_one()
    {
        await using var fixture = await Open.QuadsAsync(static options => (options.Capacity, options.MaxDirtyRatio) = (Capacity, 1));
        var cache = fixture.Cache;
        long[] keys = [.. Enumerable.Range(0, Capacity).Select(static key => (long)key)];
        cache.SetMany(keys.AsSpan(0, Capacity - 100), new Quad[Capacity - 100]);

        Assert.Equal(Capacity - 100, cache.TryGetMany(keys, new Quad[Capacity], new bool[Capacity]));
        var counted = cache.Statistics;
        Assert.Equal((Capacity, Capacity - 100, 100), (counted.Reads, counted.Hits, counted.Misses));
    }

    [Fact]
    public async Task Of_a_key_that_is_written_several_times_in_one_call_the_last_value_stays()
    {
        await using var fixture = await Open.QuadsAsync(static options => (options.Capacity, options.MaxDirtyRatio) = (Capacity, 1));
        var cache = fixture.Cache;
        var random = new Random(1);
        var expected = new Dictionary<long, Quad>();
        long written = 0;
        for (int length = 0; length <= Longest; length++)
        {
            long[] keys = [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(length * 4))];
            Quad[] values = [.. keys.Select(_ => Quad.Of(++written))];
            cache.SetMany(keys, values);
            foreach (var (key, value) in keys.Zip(values))
                expected[key] = value;
        }

        Assert.Equal(expected.OrderBy(static pair => pair.Key), cache.Snapshot().OrderBy(static pair => pair.Key));
        Assert.Equal((written, written - expected.Count), (cache.Statistics.Writes, cache.Statistics.Coalesced));
    }
}
