namespace WriteBack.Fast.Tests.Model;

// What a caller does, and what it must get.

internal sealed partial class Driver
{
    /// <summary>Keys that are dirty or in flight for certain: they were written while the store was paused.</summary>
    private readonly HashSet<int> _pinned = [];

    private int _writesSinceFlush;
    private long _writes;

    private int DirtyLimit => Math.Max(1, (int)(_scenario.Capacity * _scenario.DirtyRatio));

    private bool IsHeldBack => _store.Writes.IsClosed || _store.Loads.IsClosed;

    private async Task CallAsync(Step step)
    {
        var (act, key, times, priority) = step;
        var durability = times == 1 ? WriteDurability.Stored : WriteDurability.Memory;
        switch (act)
        {
            case Act.Set:
                await WriteAsync(key, WriteKind.Upsert, value => Done(() => _cache.Set(key, value, priority)));
                break;
            case Act.TrySet:
                await WriteAsync(key, WriteKind.Upsert, value => Done(() => TrySet(key, value, priority)));
                break;
            case Act.SetAsync:
                await WriteAsync(key, WriteKind.Upsert, value => _cache.SetAsync(key, value, WriteDurability.Memory, priority));
                break;
            case Act.SetStored:
                await WriteAsync(
                    key, WriteKind.Upsert, value => _cache.SetAsync(key, value, WriteDurability.Stored, priority), WriteDurability.Stored);
                break;
            case Act.Remove:
                await WriteAsync(key, WriteKind.Delete, _ => Done(() => _cache.Remove(key, priority)));
                break;
            case Act.RemoveStored:
                await WriteAsync(key, WriteKind.Delete, _ => _cache.RemoveAsync(key, WriteDurability.Stored), WriteDurability.Stored);
                break;
            case Act.Update:
                if (!await UpdateAsync(key, probe => new ValueTask<bool>(_cache.Update(key, probe, Probe.Update, priority))))
                    CheckMiss(key);
                break;
            case Act.UpdateAsync when !IsHeldBack:
                int since = _oracle.NewestOf(key);
                if (!await UpdateAsync(key, probe => _cache.UpdateAsync(key, probe, Probe.Update, durability), durability))
                    Assert.True(_oracle.MayShow(key, null, since));
                break;
            case Act.TryGet:
                if (_cache.TryGet(key, out var found))
                    Assert.True(_oracle.MayShow(key, found, _oracle.NewestOf(key)));
                else
                    CheckMiss(key);
                break;
            case Act.Contains:
                if (!_cache.Contains(key))
                    CheckMiss(key);
                else
                    Assert.True(_oracle.MayBeLive(key));
                break;
            case Act.GetAsync:
                await GetAsync(key);
                break;
        }
    }

    private static ValueTask Done(Action call)
    {
        call();
        return ValueTask.CompletedTask;
    }

    private void TrySet(int key, Mark value, FlushPriority priority)
    {
        if (!_cache.TrySet(key, value, priority))
            throw new WriteBackOverflowException("refused");
    }

    private async Task WriteAsync(
        int key, WriteKind kind, Func<Mark, ValueTask> call, WriteDurability durability = WriteDurability.Memory)
    {
        int refusals = _oracle.RefusalsOf(key);
        var value = _oracle.Announce(key, kind);
        Task written;
        try
        {
            written = call(value).AsTask();
            if (written.Exception?.InnerException is WriteBackOverflowException overflow)
                throw overflow;
        }
        catch (WriteBackOverflowException)
        {
            NoteRefused(key);
            return;
        }

        int write = _oracle.NewestOf(key);
        NoteAccepted(key);
        if (durability == WriteDurability.Stored)
            await ExpectAsync(new Outstanding(written, _store.Writes, () => CheckStoredAsync(key, write, refusals, written)));
        else
            Assert.True(written.IsCompletedSuccessfully);
    }

    private async Task<bool> UpdateAsync(
        int key, Func<Probe, ValueTask<bool>> call, WriteDurability durability = WriteDurability.Memory)
    {
        int refusals = _oracle.RefusalsOf(key);
        int since = _oracle.NewestOf(key);
        var probe = new Probe(_oracle.Announce(key, WriteKind.Upsert).Number);
        var update = InvokeAsync(call, probe);
        await DriveAsync(update);
        if (update.Exception?.InnerException is WriteBackOverflowException)
        {
            NoteRefused(key);
            return true;
        }

        if (update.IsCompletedSuccessfully && !await update)
        {
            _oracle.Retract(key);
            return false;
        }

        Assert.True(_oracle.MayShow(key, probe.Before, since));
        _oracle.Amend(key, probe.Made);
        NoteAccepted(key);
        if (durability == WriteDurability.Stored)
            await CheckStoredAsync(key, since + 1, refusals, update);
        return true;
    }

    private static async Task<bool> InvokeAsync(Func<Probe, ValueTask<bool>> call, Probe probe) => await call(probe);

    private Task<bool> GetAsync(int key)
    {
        int since = _oracle.NewestOf(key);
        var call = _cache.GetAsync(key).AsTask();
        return ExpectAsync(new Outstanding(call, _store.Loads, async () => Assert.True(_oracle.MayShow(key, await call, since))));
    }

    private async Task FlushAsync()
    {
        int[] newest = _oracle.Newest;
        var call = _cache.FlushAsync().AsTask();
        bool hasCompleted = await ExpectAsync(new Outstanding(call, _store.Writes, async () =>
        {
            await call;
            Assert.True(_oracle.AreSettled(newest));
        }));
        if (!hasCompleted)
            return;
        Assert.True(_oracle.Rest());
        Assert.Equal((0, 0), (_cache.DirtyCount, _cache.Statistics.Pending));
        _writesSinceFlush = 0;
    }

    /// <summary>Lets other keys have the room.</summary>
    private async Task PushOutAsync()
    {
        for (int key = Scenario.Keys; key < AllKeys; key++)
        {
            await CallAsync(new Step(Act.TrySet, key, 1, FlushPriority.Normal));
            if (!_store.Writes.IsClosed)
                await FlushAsync();
        }
    }

    private void NoteAccepted(int key)
    {
        _writes++;
        _writesSinceFlush++;
        if (!_store.Writes.IsClosed)
            return;
        _pinned.Add(key);
        Assert.InRange(_pinned.Count, 1, DirtyLimit);
    }

    private void NoteRefused(int key)
    {
        _oracle.Retract(key);

        // A write may count against the limit for a moment after it is stored, and each worker may put back one entry and so
        // count it twice; but after a flush, nothing counts.
        Assert.True(
            _writesSinceFlush > 0 && _writesSinceFlush + _scenario.Workers >= DirtyLimit, "A write was refused below the limit.");
    }

    /// <summary>A look-up in memory found nothing.</summary>
    private void CheckMiss(int key) => Assert.False(_pinned.Contains(key) && _oracle.MustBeLive(key), "What is dirty has gone.");

    private async Task CheckStoredAsync(int key, int write, int refusals, Task written)
    {
        try
        {
            await written;
            Assert.True(_oracle.IsSettled(key, write));
        }
        catch (DeadLetteredException)
        {
            // Newer writes of the key may have replaced this one, each refused before it had all its attempts.
            Assert.True(_oracle.IsDead(key, write) || _oracle.RefusalsOf(key) - refusals >= _scenario.Attempts);
        }
    }
}
