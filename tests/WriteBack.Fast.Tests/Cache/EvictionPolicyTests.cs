namespace WriteBack.Fast.Tests.Cache;

public class EvictionPolicyTests
{
    private readonly SlotTable<int, long, BadHash> _table = new(15);
    private EvictionPolicy _policy;

    [Fact]
    public void Pinned_entries_are_never_chosen()
    {
        Add(1, SlotFlags.Dirty);
        Add(2, SlotFlags.InFlight);
        Add(3, SlotFlags.Dirty | SlotFlags.InFlight);
        Assert.False(_policy.TryLockVictim(in _table, out _, out _));
        int clean = Add(4, SlotFlags.None);
        Assert.Equal(clean, Choose());
    }

    [Fact]
    public void An_entry_that_was_read_outlives_one_that_was_not()
    {
        int read = Add(1, SlotFlags.None);
        int unread = Add(2, SlotFlags.None);
        EvictionPolicy.Touch(ref _table[read].Frequency);
        Assert.Equal(unread, Choose());
    }

    [Fact]
    public void Even_when_every_entry_was_read_all_the_time_one_is_found()
    {
        int[] entries = [Add(1, SlotFlags.None), Add(2, SlotFlags.None)];
        for (int read = 0; read < 10; read++)
            Array.ForEach(entries, index => EvictionPolicy.Touch(ref _table[index].Frequency));
        Assert.Contains(Choose(), entries);
    }

    [Fact]
    public void A_victim_is_locked_when_it_is_given()
    {
        int index = Add(1, SlotFlags.None);
        Assert.True(_policy.TryLockVictim(in _table, out int victim, out uint taken));
        Assert.Equal(index, victim);
        Assert.Equal(taken + 1, _table[index].Sequence);
    }

    private int Add(int key, SlotFlags flags)
    {
        int index = _table.Place(BadHash.Hash(key));
        _table[index].Key = key;
        _table[index].Flags = SlotFlags.Occupied | flags;
        _table.Publish(index, BadHash.Hash(key));
        return index;
    }

    private int Choose()
    {
        Assert.True(_policy.TryLockVictim(in _table, out int victim, out uint taken));
        SlotLock.Release(ref _table[victim].Sequence, taken);
        return victim;
    }
}
