using System.Runtime.CompilerServices;
using CsCheck;

namespace WriteBack.Fast.Tests.Cache;

public class SlotTableTests
{
    [Fact]
    public void It_holds_what_a_dictionary_holds_through_any_sequence_of_inserts_and_removes()
    {
        var operation = Gen.Select(Gen.Bool, Gen.Int[0, 60]);
        Gen.Select(Gen.Int[1, 90], operation.Array[0, 300]).Sample((minimumSlots, operations) =>
        {
            var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(minimumSlots), new SlotDirectory(minimumSlots));
            var model = new Dictionary<int, int>();
            foreach (var (isInsert, key) in operations)
            {
                if (isInsert && !model.ContainsKey(key) && model.Count < table.Length)
                    model[key] = Insert(table, key);
                else if (!isInsert && model.Remove(key, out int index))
                    Remove(table, key, index);
                Assert.Equal(model.Count < table.Length, table.HasFree);
            }

            for (int key = 0; key <= 60; key++)
                Assert.Equal(model.GetValueOrDefault(key, -1), Find(table, key));
        });
    }

    [Fact]
    public void A_group_that_more_keys_probed_past_than_its_counter_can_say_still_leads_to_all_of_them()
    {
        var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(600), new SlotDirectory(600));
        int[] keys = [.. Enumerable.Range(0, 500).Select(static number => number * BadHash.Buckets)];
        int[] indexes = Array.ConvertAll(keys, key => Insert(table, key));
        for (int removed = 0; removed < keys.Length; removed++)
        {
            for (int index = 0; index < keys.Length; index += 7)
                Assert.Equal(index < removed ? -1 : indexes[index], Find(table, keys[index]));
            Remove(table, keys[removed], indexes[removed]);
        }
    }

    [Fact]
    public void A_placed_slot_is_not_found_before_it_is_published()
    {
        var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(30), new SlotDirectory(30));
        int index = table.Reserve();
        Fill(table, 3, index);
        Assert.Equal(-1, Find(table, 3));
        table.Publish(index, BadHash.Hash(3));
        Assert.Equal(index, Find(table, 3));
    }

    [Fact]
    public void A_look_up_for_an_absent_key_ends_even_when_every_group_was_probed_past()
    {
        var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(60), new SlotDirectory(60));
        for (int home = 0; home < BadHash.Buckets; home++)
        {
            for (int number = 0; number < 20 && table.HasFree; number++)
                Insert(table, number * BadHash.Buckets + home);
        }

        Assert.Equal(-1, Find(table, 1_000 * BadHash.Buckets));
    }

    [Fact]
    public void Removing_what_probed_past_a_group_lets_look_ups_end_there_again()
    {
        var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(60), new SlotDirectory(60));
        int[] indexes = [.. Enumerable.Range(0, 20).Select(number => Insert(table, number * BadHash.Buckets))];
        Assert.True(Candidates(table) > 15);
        for (int number = 15; number < 20; number++)
            Remove(table, number * BadHash.Buckets, indexes[number]);
        Assert.Equal(15, Candidates(table));

        // With the counter down again, an entry beyond the home group that was not counted is out of reach.
        int last = Insert(table, 15 * BadHash.Buckets);
        Remove(table, 0, indexes[0]);
        Assert.Equal(last, Find(table, 15 * BadHash.Buckets));
        Remove(table, 15 * BadHash.Buckets, last);
        Assert.Equal(14, Candidates(table));
    }

    [Fact]
    public void A_slot_that_was_reserved_in_vain_is_the_next_to_be_given()
    {
        var table = new SlotTable<int, long, BadHash>(new SlotArray<int, long>(2), new SlotDirectory(2));
        int first = table.Reserve();
        int second = table.Reserve();
        Assert.False(table.HasFree);
        table.Free(first);
        Assert.True(table.HasFree);
        table.Free(second);
        Assert.Equal(second, table.Reserve());
        Assert.Equal(first, table.Reserve());
        Assert.Equal(0, table[first].Logged);
        Assert.False(table.HasFree);
    }

    [Fact]
    public void The_first_guess_is_right_but_for_a_few()
    {
        const int entries = 10_000;
        var table = new SlotTable<int, long, FairHash>(new SlotArray<int, long>(entries), new SlotDirectory(entries));
        var random = new Random(1);
        int[] keys = new int[entries];
        int[] slots = new int[entries];

        // All come and go some times over, as in a cache that evicts.
        for (int change = 0; change < 6 * entries; change++)
        {
            int place = change < entries ? change : random.Next(entries);
            if (change >= entries)
            {
                table[slots[place]].Flags = SlotFlags.None;
                table.Remove(slots[place], FairHash.Hash(keys[place]));
            }

            keys[place] = change;
            slots[place] = table.Reserve();
            table[slots[place]].Key = change;
            table[slots[place]].Flags = SlotFlags.Live;
            table.Publish(slots[place], FairHash.Hash(change));
        }

        int right = Enumerable.Range(0, entries).Count(place => table.Directory.Groups.TryFindCandidate(FairHash.Hash(keys[place]), out nuint candidate) && (int)candidate == 1 + slots[place]);
        Assert.InRange(right, entries * 7 / 10, entries);
        Assert.All(Enumerable.Range(0, entries), place => Assert.False(Unsafe.IsNullRef(ref table.Find(in keys[place], FairHash.Hash(keys[place]), out _, out _))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public void The_directories_of_all_shards_lead_each_hash_into_its_own(int shards)
    {
        const int slots = 40;
        var all = new SlotDirectory(slots, shards);
        SlotTable<int, long, FairHash>[] tables = [.. Enumerable.Range(0, shards).Select(shard => new SlotTable<int, long, FairHash>(new SlotArray<int, long>(slots), all.Of(shard, FirstOf(shard))))];
        Dictionary<int, int> indexes = [];
        for (int key = 0; key < shards * slots * 20; key++)
        {
            ulong hash = FairHash.Hash(key);
            var table = tables[hash >> 32 >> (32 - int.Log2(shards))];
            if (!table.HasFree)
                continue;
            int index = table.Reserve();
            table[index].Key = key;
            table[index].Flags = SlotFlags.Live;
            table.Publish(index, hash);
            indexes.Add(key, index);
        }

        Assert.Equal(shards * slots, indexes.Count);
        int right = 0;
        foreach (var (key, index) in indexes)
        {
            ulong hash = FairHash.Hash(key);
            int shard = (int)(hash >> 32 >> (32 - int.Log2(shards)));
            tables[shard].Find(in key, hash, out int found, out _);
            Assert.Equal(index, found);
            right += all.Groups.TryFindCandidate(hash, out nuint candidate) && candidate == FirstOf(shard) + (uint)index ? 1 : 0;
        }

        Assert.InRange(right, indexes.Count * 2 / 3, indexes.Count);

        static uint FirstOf(int shard) => 1 + slots * (uint)shard;
    }

    [Fact]
    public void A_hash_without_a_tag_finds_its_entry_and_no_free_place()
    {
        // As of a cache of so many slots that 8 bits of the hash are left for the tag.
        var directory = new SlotDirectory((1 << 24) - 1, shards: 1);
        const ulong untagged = 0x2545F491_00FFFFFF;
        AssertFinds();
        directory.Publish(7, untagged | 0xAB00_0000);
        directory.Publish(8, untagged);
        AssertFinds(8);
        directory.Publish(9, untagged);
        AssertFinds(8, 9);
        directory.Remove(8, untagged);
        AssertFinds(9);
        Assert.True(directory.Groups.TryFindCandidate(untagged, out nuint candidate));
        Assert.Equal(0u, candidate);

        void AssertFinds(params int[] expected)
        {
            List<int> found = [];
            var lookUp = directory.Begin(untagged);
            while (directory.TryNext(ref lookUp, untagged, out int index))
                found.Add(index);
            Assert.Equal(expected, found);
        }
    }

    private static int Candidates(SlotTable<int, long, BadHash> table)
    {
        int count = 0;
        var lookUp = table.Directory.Begin(BadHash.Hash(0));
        while (table.Directory.TryNext(ref lookUp, BadHash.Hash(0), out _))
            count++;
        return count;
    }

    private static int Insert(SlotTable<int, long, BadHash> table, int key)
    {
        int index = table.Reserve();
        Fill(table, key, index);
        table.Publish(index, BadHash.Hash(key));
        return index;
    }

    private static void Fill(SlotTable<int, long, BadHash> table, int key, int index)
    {
        ref var slot = ref table[index];
        Assert.Equal(SlotFlags.None, slot.Flags);
        slot.Key = key;
        slot.Flags = SlotFlags.Live;
    }

    private static void Remove(SlotTable<int, long, BadHash> table, int key, int index)
    {
        table[index].Flags = SlotFlags.None;
        table.Remove(index, BadHash.Hash(key));
    }

    private static int Find(SlotTable<int, long, BadHash> table, int key)
    {
        ref var slot = ref table.Find(in key, BadHash.Hash(key), out int index, out _);
        Assert.Equal(index < 0, Unsafe.IsNullRef(ref slot));
        return index;
    }
}
