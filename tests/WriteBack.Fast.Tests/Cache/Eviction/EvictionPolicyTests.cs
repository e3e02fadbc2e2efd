namespace WriteBack.Fast.Tests.Cache.Eviction;

public class EvictionPolicyTests
{
    private const int Capacity = 100;
    private const int Window = Capacity / 10;

    private readonly SlotTable<int, long, FairHash> _table = new(new SlotArray<int, long>(3 * Capacity), new SlotDirectory(3 * Capacity));
    private readonly EvictionPolicy<int, long, FairHash> _policy;
    private readonly Dictionary<int, int> _slots = [];

    public EvictionPolicyTests() => _policy = new EvictionPolicy<int, long, FairHash>(_table, Capacity);

    [Fact]
    public void Pinned_entries_are_never_chosen()
    {
        Fill(0, Capacity, SlotFlags.Dirty);
        Assert.False(_policy.TryLockVictim(isThorough: true, out _, out _));
        _table[_slots[3]].Flags ^= SlotFlags.Dirty | SlotFlags.InFlight;
        Assert.False(_policy.TryLockVictim(isThorough: true, out _, out _));
        _table[_slots[3]].Flags ^= SlotFlags.InFlight;
        Assert.Equal(3, Evict(isThorough: true));
    }

    [Fact]
    public void What_is_asked_for_once_does_not_drive_out_what_is_asked_for_often()
    {
        Fill(0, Capacity);
        for (int round = 0; round < 4; round++)
        {
            Read(0, Capacity / 2);
            Scan(1_000 + round * 200, 200);
        }

        Assert.InRange(Enumerable.Range(0, Capacity / 2).Count(_slots.ContainsKey), Capacity / 2 - Window, Capacity / 2);
    }

    [Fact]
    public void What_is_asked_for_anew_drives_out_what_is_not_asked_for_any_more()
    {
        Fill(0, Capacity);
        Read(0, Capacity);
        for (int round = 0; round < 30; round++)
        {
            for (int key = 1_000; key < 1_000 + Capacity / 2; key++)
                Ask(key);
        }

        Assert.InRange(Enumerable.Range(1_000, Capacity / 2).Count(_slots.ContainsKey), Capacity / 2 - Window, Capacity / 2);
    }

    [Fact]
    public void What_lost_while_it_was_pinned_goes_first_once_it_is_clean()
    {
        Fill(0, Capacity);
        Read(0, Capacity);

        // The newest are in the window. One of them is dirty when its turn comes.
        int parked = Capacity - Window;
        _table[_slots[parked]].Flags |= SlotFlags.Dirty;
        _table[_slots[parked]].Frequency = 0;
        Scan(1_000, 5);
        Assert.Contains(parked, _slots);
        _table[_slots[parked]].Flags ^= SlotFlags.Dirty;
        Scan(2_000, 1);
        Assert.DoesNotContain(parked, _slots);
    }

    [Fact]
    public void What_lost_while_it_was_pinned_and_was_read_since_stays()
    {
        Fill(0, Capacity);
        Read(0, Capacity);
        int parked = Capacity - Window;
        _table[_slots[parked]].Flags |= SlotFlags.Dirty;
        _table[_slots[parked]].Frequency = 0;
        Scan(1_000, 5);
        _table[_slots[parked]].Flags ^= SlotFlags.Dirty;
        Read(parked, 1);
        Scan(2_000, 5);
        Assert.Contains(parked, _slots);
    }

    [Fact]
    public void A_scan_of_writes_that_are_stored_late_does_not_drive_out_what_is_asked_for_often_either()
    {
        const int dirtyAtATime = 30;
        Fill(0, Capacity);
        Queue<int> dirty = [];
        for (int key = 1_000; key < 1_600; key++)
        {
            if (key % 60 == 0)
                Read(0, Capacity / 2);
            Ask(key);
            _table[_slots[key]].Flags |= SlotFlags.Dirty;
            dirty.Enqueue(key);
            if (dirty.Count > dirtyAtATime)
                _table[_slots[dirty.Dequeue()]].Flags ^= SlotFlags.Dirty;
        }

        Assert.InRange(Enumerable.Range(0, Capacity / 2).Count(_slots.ContainsKey), Capacity / 2 - Window, Capacity / 2);
        Assert.Equal(Capacity, _slots.Count);
    }

    [Fact]
    public void What_is_parked_takes_the_room_of_the_window()
    {
        Fill(0, Capacity);
        Read(0, Capacity - Window);
        int parked = Capacity - Window;
        _table[_slots[parked]].Flags |= SlotFlags.Dirty;

        // The window is shorter by the one that is parked, so the next of it is too many at once.
        Scan(1_000, 1);
        Assert.Contains(parked, _slots);
        Assert.DoesNotContain(parked + 1, _slots);
        _table[_slots[parked]].Flags ^= SlotFlags.Dirty;
        Scan(2_000, 1);
        Assert.DoesNotContain(parked, _slots);
        Assert.Contains(parked + 2, _slots);
        Assert.All(Enumerable.Range(0, Capacity - Window), key => Assert.Contains(key, _slots));
    }

    [Fact]
    public void When_parked_ones_make_room_main_takes_in_only_who_wins_until_it_has_its_room_back()
    {
        Fill(0, Capacity);
        Read(0, Capacity - Window);
        int[] dirty = [.. Enumerable.Range(Capacity - Window, Window)];
        foreach (int key in dirty)
            _table[_slots[key]].Flags |= SlotFlags.Dirty;
        Scan(1_000, 20);
        int[] hot = [.. Enumerable.Range(0, Capacity - Window)];
        int[] lost = [.. hot.Where(key => !_slots.ContainsKey(key))];
        Assert.InRange(lost.Length, 1, Window / 2);

        foreach (int key in dirty)
            _table[_slots[key]].Flags ^= SlotFlags.Dirty;
        Scan(2_000, 30);
        Assert.All(hot.Except(lost), key => Assert.Contains(key, _slots));
        foreach (int key in lost)
        {
            for (int time = 0; time < 4; time++)
                Ask(key);
        }

        Scan(3_000, 30);
        Assert.All(hot, key => Assert.Contains(key, _slots));
    }

    [Fact]
    public void An_eviction_passes_over_few_entries_and_a_thorough_one_finds_the_last_clean_one()
    {
        Fill(0, Capacity, SlotFlags.Dirty);
        _table[_slots[Capacity / 2]].Flags ^= SlotFlags.Dirty;
        _table[_slots[Capacity / 2]].Frequency = 3;
        long before = _policy.Rotations;
        Assert.False(_policy.TryLockVictim(isThorough: false, out _, out _));
        Assert.InRange(_policy.Rotations - before, 1, EvictionPolicy<int, long, FairHash>.MaxRotations);
        Assert.Equal(Capacity / 2, Evict(isThorough: true));
    }

    [Fact]
    public void The_last_clean_one_is_found_in_a_window_that_is_not_full_too()
    {
        Fill(0, Capacity, SlotFlags.Dirty);
        Assert.False(_policy.TryLockVictim(isThorough: false, out _, out _));
        _table[_slots[Capacity - 1]].Flags ^= SlotFlags.Dirty;
        Assert.Equal(Capacity - 1, Evict(isThorough: true));
    }

    [Fact]
    public void Slots_that_were_vacated_are_no_victims_and_their_next_entries_are()
    {
        Fill(0, 3);
        FreeSlot(0);
        FreeSlot(1);
        Assert.Equal(2, Evict(isThorough: false));
        Fill(10, 3);
        Assert.Equal([10, 11, 12], new[] { Evict(false), Evict(false), Evict(false) }.Order());
        Assert.False(_policy.TryLockVictim(isThorough: true, out _, out _));
    }

    [Fact]
    public void A_victim_is_locked_when_it_is_given()
    {
        Fill(1, 1);
        Assert.True(_policy.TryLockVictim(isThorough: false, out int victim, out uint taken));
        Assert.Equal(_slots[1], victim);
        Assert.Equal(taken + 1, _table[victim].Sequence);
    }

    private void Fill(int first, int count, SlotFlags flags = SlotFlags.None)
    {
        for (int key = first; key < first + count; key++)
        {
            _policy.OnMissed(FairHash.Hash(key));
            Add(key, flags);
        }
    }

    private void Read(int first, int count)
    {
        foreach (int slot in Enumerable.Range(first, count).Where(_slots.ContainsKey).Select(key => _slots[key]))
            _table[slot].Touch();
    }

    private void Scan(int first, int count)
    {
        for (int key = first; key < first + count; key++)
            Ask(key);
    }

    private void Ask(int key)
    {
        if (_slots.ContainsKey(key))
        {
            Read(key, 1);
            return;
        }

        _policy.OnMissed(FairHash.Hash(key));
        Evict(isThorough: false);
        Add(key, SlotFlags.None);
    }

    private void Add(int key, SlotFlags flags)
    {
        int index = _table.Reserve();
        _table[index].Key = key;
        _table[index].Flags = SlotFlags.Live | flags;
        _table[index].Frequency = 0;
        _table.Publish(index, FairHash.Hash(key));
        _slots.Add(key, index);
        _policy.OnInserted(index);
    }

    private int Evict(bool isThorough)
    {
        Assert.True(_policy.TryLockVictim(isThorough, out int victim, out uint taken));
        SlotLock.Release(ref _table[victim].Sequence, taken);
        int key = _table[victim].Key;
        FreeSlot(key);
        return key;
    }

    private void FreeSlot(int key)
    {
        int index = _slots[key];
        _slots.Remove(key);
        _table.Remove(index, FairHash.Hash(key));
        _table[index].Flags = SlotFlags.None;
    }
}
