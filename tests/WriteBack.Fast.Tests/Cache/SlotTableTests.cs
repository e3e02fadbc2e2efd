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
            var table = new SlotTable<int, long, BadHash>(minimumSlots);
            var model = new Dictionary<int, int>();
            foreach (var (isInsert, key) in operations)
            {
                if (isInsert && !model.ContainsKey(key) && model.Count < table.Length)
                    model[key] = Insert(table, key);
                else if (!isInsert && model.Remove(key, out int index))
                    Remove(table, key, index);
            }

            for (int key = 0; key <= 60; key++)
                Assert.Equal(model.GetValueOrDefault(key, -1), Find(table, key));
        });
    }

    [Fact]
    public void A_group_that_more_keys_probed_past_than_its_counter_can_say_still_leads_to_all_of_them()
    {
        var table = new SlotTable<int, long, BadHash>(600);
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
        var table = new SlotTable<int, long, BadHash>(30);
        int index = table.Place(BadHash.Hash(3));
        Fill(table, 3, index);
        Assert.Equal(-1, Find(table, 3));
        table.Publish(index, BadHash.Hash(3));
        Assert.Equal(index, Find(table, 3));
    }

    [Fact]
    public void A_look_up_for_an_absent_key_ends_even_when_every_group_was_probed_past()
    {
        var table = new SlotTable<int, long, BadHash>(45);
        for (int number = 0; number < table.Length; number++)
            Insert(table, number * BadHash.Buckets);
        Assert.Equal(-1, Find(table, table.Length * BadHash.Buckets));
    }

    [Fact]
    public void Removing_what_probed_past_a_group_lets_look_ups_end_there_again()
    {
        var table = new SlotTable<int, long, BadHash>(60);
        int[] indexes = [.. Enumerable.Range(0, 20).Select(number => Insert(table, number * BadHash.Buckets))];
        for (int number = 15; number < 20; number++)
            Remove(table, number * BadHash.Buckets, indexes[number]);

        // With the counter down again, an entry beyond the home group that was not counted is out of reach.
        int stray = table.Place(BadHash.Hash(0));
        Fill(table, -BadHash.Buckets, stray);
        table.Publish(stray, BadHash.Hash(0));
        table.Unplace(stray, BadHash.Hash(0));
        Assert.Equal(-1, Find(table, -BadHash.Buckets));
    }

    private static int Insert(SlotTable<int, long, BadHash> table, int key)
    {
        int index = table.Place(BadHash.Hash(key));
        Fill(table, key, index);
        table.Publish(index, BadHash.Hash(key));
        return index;
    }

    private static void Fill(SlotTable<int, long, BadHash> table, int key, int index)
    {
        ref var slot = ref table[index];
        Assert.Equal(SlotFlags.None, slot.Flags);
        slot.Key = key;
        slot.Flags = SlotFlags.Occupied;
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
