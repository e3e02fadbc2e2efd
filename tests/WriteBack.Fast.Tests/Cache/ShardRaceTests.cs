namespace WriteBack.Fast.Tests.Cache;

/// <summary>What must hold when a slot changes between the moment it is found and the moment it is used.</summary>
public class ShardRaceTests
{
    private const int FirstSlot = 1;

    private static readonly ulong Hash = HookedTraits.Hash(0);

    private readonly CloseFlag _closing = new("cache");
    private readonly Shard<int, long, HookedTraits> _shard;
    private readonly FastPath<int, long, HookedTraits> _routes;
    private readonly SlotArray<int, long> _slots = new(FirstSlot + 3);

    public ShardRaceTests()
    {
        var quotas = new DirtyQuotaPool(1);
        var clock = new DirtyClock(new WriteBackOptions(), TimeProvider.System, new WakeSignal());
        var context = new ShardContext(capacity: 1, _closing, quotas, clock);
        var directory = new SlotDirectory(slots: 3);
        _shard = new Shard<int, long, HookedTraits>(
            context, _slots.Part(FirstSlot, 3), directory, new ShardShare(Entries: 1, DirtyEntries: 1, BatchEntries: 1),
            new WriteRecorder<int, long>(log: null, sink: null!, _closing));
        _routes = new FastPath<int, long, HookedTraits>(directory, _slots, [_shard]);
        quotas.ShareAmong([_shard.Dirty.Quota]);
        clock.Watch([.. Enumerable.Range(0, RingNumber.Lanes).Select(_shard.Dirty.RingOf)]);
        InsertClean(1, 10);
    }

    [Fact]
    public void A_read_does_not_take_the_value_of_the_key_that_came_into_the_slot()
    {
        HookedTraits.OnFound(() => Assert.Equal(WriteOutcome.Accepted, Write(2, 20)));
        Assert.Equal(Presence.Absent, _shard.Read(1, Hash, out _));
        Assert.Equal(Presence.Live, _shard.Read(2, Hash, out long value));
        Assert.Equal(20, value);
    }

    [Fact]
    public void A_key_whose_slot_was_taken_is_not_contained()
    {
        HookedTraits.OnFound(() => Write(2, 20));
        Assert.False(_shard.Contains(1, Hash));
    }

    [Fact]
    public void A_write_does_not_change_the_key_that_came_into_the_slot()
    {
        HookedTraits.OnFound(() => Write(2, 20));
        Assert.Equal(WriteOutcome.CacheFull, Write(1, 11));
        Assert.Equal(Presence.Live, _shard.Read(2, Hash, out long value));
        Assert.Equal(20, value);
    }

    [Fact]
    public void An_update_does_not_change_the_key_that_came_into_the_slot()
    {
        var outcome = _shard.Update(
            1, Hash, this, static (ref long value, ShardRaceTests test) => test.Write(2, ++value), FlushPriority.Normal, waiter: null);
        Assert.Equal(WriteOutcome.NotResident, outcome);
        Assert.Equal(Presence.Live, _shard.Read(2, Hash, out long value));
        Assert.Equal(11, value);
    }

    [Fact]
    public void The_short_read_leaves_a_slot_that_changes_meanwhile_to_the_long_one()
    {
        HookedTraits.OnFound(() => Assert.Equal(WriteOutcome.Accepted, Write(2, 20)));
        Assert.False(_routes.TryRead(1, Hash, FirstSlot, out _));
        Assert.False(_routes.TryRead(1, Hash, FirstSlot, out _));
        Assert.True(_routes.TryRead(2, Hash, FirstSlot, out long value));
        Assert.Equal(20, value);
        Assert.False(_routes.TryRead(2, Hash, 0, out _));
        Assert.Equal(WriteOutcome.Coalesced, Write(2, 0, WriteKind.Delete));
        Assert.False(_routes.TryRead(2, Hash, FirstSlot, out _));
    }

    [Fact]
    public void The_short_write_leaves_a_slot_that_changes_meanwhile_to_the_long_one()
    {
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 11, FlushPriority.Normal));
        Write(1, 11);
        HookedTraits.OnFound(() => Assert.Equal(WriteOutcome.Coalesced, Write(1, 12)));
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 13, FlushPriority.Normal));
        AssertIs(12);
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 13, FlushPriority.High));
        Assert.False(_routes.TryCoalesce(2, Hash, FirstSlot, 13, FlushPriority.Normal));
        Assert.False(_routes.TryCoalesce(1, Hash, 0, 13, FlushPriority.Normal));
        AssertIs(12);
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 13, FlushPriority.Low));
        _slots[FirstSlot].Attempts = 1;
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 13, FlushPriority.Normal));
        _slots[FirstSlot].Attempts = 0;
        AssertIs(12);
        Assert.True(_routes.TryCoalesce(1, Hash, FirstSlot, 13, FlushPriority.Normal));
        AssertIs(13);
        Write(1, 0, WriteKind.Delete);
        Assert.False(_routes.TryCoalesce(1, Hash, FirstSlot, 14, FlushPriority.Normal));

        void AssertIs(long expected)
        {
            Assert.True(_routes.TryRead(1, Hash, FirstSlot, out long value));
            Assert.Equal(expected, value);
        }
    }

    [Fact]
    public void The_short_write_to_a_clean_entry_leaves_all_others_to_the_long_one()
    {
        Assert.False(TryWriteClean(position: 0, 1, 11));
        Assert.False(TryWriteClean(FirstSlot, 2, 11));
        HookedTraits.OnFound(() => Write(1, 12));
        Assert.False(TryWriteClean(FirstSlot, 1, 11));
        Assert.False(TryWriteClean(FirstSlot, 1, 11));
        Assert.Equal(Presence.Live, _shard.Read(1, Hash, out long value));
        Assert.Equal(12, value);
        Assert.Equal(1, _shard.Dirty.Quota.Pinned);
    }

    [Fact]
    public void The_short_write_to_a_clean_entry_does_what_the_long_one_does()
    {
        Assert.True(TryWriteClean(FirstSlot, 1, 11));
        Assert.Equal(SlotFlags.Live | SlotFlags.Dirty | SlotFlags.QueuedNormal, _slots[FirstSlot].Flags);
        Assert.Equal(FlushPriority.Normal, _slots[FirstSlot].Priority);
        Assert.Equal(1, _slots[FirstSlot].Frequency);
        Assert.Equal(1, _shard.Dirty.RingOf(FlushPriority.Normal.Lane).Tail);
        Assert.True(_routes.TryCoalesce(1, Hash, FirstSlot, 12, FlushPriority.Normal));
        Assert.True(_routes.TryRead(1, Hash, FirstSlot, out long value));
        Assert.Equal(12, value);
    }

    [Fact]
    public void The_short_write_to_a_clean_entry_is_refused_when_the_cache_is_closed()
    {
        _closing.Close();
        Assert.False(TryWriteClean(FirstSlot, 1, 11));
        Assert.Equal(SlotFlags.Live, _slots[FirstSlot].Flags);
        Assert.Equal(WriteOutcome.Closed, Write(1, 11));
    }

    [Fact]
    public async Task Closing_waits_for_the_writer_who_is_inside_a_slot()
    {
        uint taken = SlotLock.Take(ref _slots[FirstSlot].Sequence);
        _closing.Close();
        var closing = Task.Factory.StartNew(_shard.AwaitWriters, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        for (int turn = 0; turn < 1_000; turn++)
            await Task.Yield();
        Assert.False(closing.IsCompleted);

        SlotLock.Release(ref _slots[FirstSlot].Sequence, taken);
        await closing;
        Assert.Equal(WriteOutcome.Closed, Write(1, 12));
    }

    private bool TryWriteClean(nuint position, int key, long value) =>
        _shard.TryWriteClean(position, key, value, FlushPriority.Normal, out _);

    private WriteOutcome Write(int key, long value, WriteKind kind = WriteKind.Upsert) =>
        _shard.Write(new WriteRequest<int, long>(key, Hash, value, kind, FlushPriority.Normal), logRecord: null);

    private void InsertClean(int key, long value)
    {
        _shard.Loads.ReadOrLoad(key, Hash, out _, out var load, out _);
        var result = new LoadResult<long>(true, value);
        Assert.True(_shard.Loads.TryEndLoad(key, Hash, load!, ref result));
    }
}
