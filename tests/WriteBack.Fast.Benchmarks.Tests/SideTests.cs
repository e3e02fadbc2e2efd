using WriteBack.Fast.Benchmarks.Compare;

namespace WriteBack.Fast.Benchmarks.Tests;

/// <summary>A side that did less than it says would be fast.</summary>
public class SideTests
{
    private const int Entries = 1_000;

    [Fact]
    public async Task All_sides_hold_the_same_values_and_keep_the_last_that_was_written()
    {
        await using var subjects = await Subjects.CreateAsync(Entries);
        (Pass Set, Pass Get)[] sides =
        [
            (static (of, keys) => of.CacheStore(keys), static (of, keys) => of.CacheGet(keys)),
            (static (of, keys) => of.DictionarySet(keys), static (of, keys) => of.DictionaryGet(keys)),
            (static (of, keys) => of.ConcurrentSet(keys), static (of, keys) => of.ConcurrentGet(keys)),
            (static (of, keys) => of.LruSet(keys), static (of, keys) => of.LruGet(keys)),
        ];

        Assert.Single(sides.Select(side => side.Get(subjects, subjects.Keys)).Distinct());
        Assert.Equal(subjects.Keys.Length, subjects.CacheGetMany(subjects.Keys));
        foreach (var (set, get) in sides)
        {
            long last = set(subjects, subjects.Keys);
            Assert.Equal(SumOfLast(subjects.Keys, last), get(subjects, subjects.Keys));
        }
    }

    [Fact]
    public async Task Every_write_has_another_number()
    {
        await using var subjects = await Subjects.CreateAsync(Entries);
        long before = subjects.CacheSet(subjects.Keys);

        Assert.Equal(before + 10, subjects.CacheSet(subjects.Keys[..10]));
        Assert.Equal(before + 20, subjects.HandRolledStore(subjects.Keys[..10]));
        Assert.Equal(before + 30, subjects.DictionarySet(subjects.Keys[..10]));
    }

    [Fact]
    public async Task A_pass_goes_on_where_the_last_one_stopped()
    {
        await using var subjects = await Subjects.CreateAsync(Entries);
        var accesses = subjects.Keys.ToArray();
        int quarter = accesses.Length / 4;
        List<EntryKey[]> seen = [];
        var side = new Side(subjects, (_, keys) => seen.Add(keys), quarter);

        side.WarmUp();
        side.TakeTurn();

        Assert.Equal(accesses[..Side.FewKeys], seen[0]);
        Assert.Equal(accesses[Side.FewKeys..(Side.FewKeys + quarter)], seen[1]);
        Assert.Equal(accesses[(Side.FewKeys + quarter)..(Side.FewKeys + 2 * quarter)], seen[2]);
        Assert.Equal(accesses[(Side.FewKeys + 2 * quarter)..(Side.FewKeys + 3 * quarter)], seen[3]);
        Assert.Equal(accesses[..quarter], seen[4]);
    }

    [Fact]
    public async Task What_a_turn_allocates_is_counted_and_collected_within_it()
    {
        const int Bytes = 65_536;
        await using var subjects = await Subjects.CreateAsync(Entries);
        var side = new Side(subjects, static (_, _) => Allocate(Bytes), Side.FewKeys);

        side.WarmUp();
        int collections = GC.CollectionCount(0);
        var turn = side.TakeTurn();

        // One ends the lead-in, and one the turn.
        Assert.InRange(GC.CollectionCount(0) - collections, 2, int.MaxValue);
        Assert.InRange(turn.Bytes, (double)Bytes / Side.FewKeys, 1.1 * Bytes / Side.FewKeys);
        Assert.InRange(turn.Time, 0.001, 1e6);
    }

    // So slowly that a turn's time alone would not fill what is collected at once.
    private static long Allocate(int bytes)
    {
        GC.KeepAlive(new byte[bytes]);
        Thread.SpinWait(20_000);
        return 0;
    }

    private static long SumOfLast(ReadOnlySpan<EntryKey> keys, long last)
    {
        Dictionary<EntryKey, EntryValue> values = [];
        long write = last - keys.Length;
        foreach (var key in keys)
            values[key] = EntryValue.Of(in key, ++write);
        long sum = 0;
        foreach (var key in keys)
            sum += values[key].Score;
        return sum;
    }
}

file static class Passes
{
    public static long Add(this List<EntryKey[]> seen, ReadOnlySpan<EntryKey> keys)
    {
        seen.Add(keys.ToArray());
        return 0;
    }
}
