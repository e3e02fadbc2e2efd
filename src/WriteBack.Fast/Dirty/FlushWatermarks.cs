using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A flush waits until everything accepted before a moment is stored. Its watch notes the tail of each ring at that moment. The
// watch completes once every ring has been consumed up to there, and each write that left the rings until then is settled.
//
// Every entry that leaves a ring does so in a fill, which has a number. A fill is open while its batch is out, and while an entry of it
// is to be tried again after a failure, in whatever later batch (RetryQueue). So a failure keeps a watch waiting for that entry alone.
//
// An entry that was written in flight before the watch began gets its place behind the mark, once its batch is settled. So the settling
// of a batch that was filled before the watch began moves the mark on to that place. There are finitely many such batches.
//
// Only the drainer decides whether the rings are consumed, right after a fill: every entry that it has taken out of a ring is
// then in a batch that is registered here.

/// <summary>Tells when everything accepted before a moment is stored. Thread-safe.</summary>
/// <param name="rings">The rings of all shards.</param>
internal sealed class FlushWatermarks(DirtyRing[] rings)
{
    private readonly Lock _lock = new();
    private readonly List<OpenFill> _open = [];
    private readonly List<FlushWatermark> _watches = [];
    private long _lastFill;
    private Exception? _end;

    /// <summary>A timestamp that is not after the oldest write which has left the rings and is not settled was accepted; the largest one
    /// if there is none.</summary>
    public long OldestSince
    {
        get
        {
            lock (_lock)
                return _open.Count == 0 ? long.MaxValue : _open.Min(static fill => fill.Since);
        }
    }

    /// <summary>Begins a watch over everything accepted by now.</summary>
    public void Begin(FlushWatermark watch)
    {
        lock (_lock)
        {
            watch.Begin(rings, _lastFill);
            if (_end is null)
                _watches.Add(watch);
            else
                watch.Fail(_end);
        }
    }

    /// <summary>Removes a watch whose caller has stopped waiting.</summary>
    public void Forget(FlushWatermark watch)
    {
        lock (_lock)
            _watches.Remove(watch);
    }

    /// <summary>Raises a watermark to what the watches wait for in the rings.</summary>
    /// <returns>Whether a watch waits for a fill.</returns>
    public bool RaiseTo(Watermark target)
    {
        lock (_lock)
        {
            bool isAny = false;
            foreach (var watch in _watches)
            {
                if (watch.IsConsumed)
                    continue;
                isAny = true;
                watch.RaiseTo(target);
            }

            return isAny;
        }
    }

    /// <summary>Opens a fill, whose batch is about to be filled.</summary>
    /// <param name="since">A timestamp that is not after the oldest of its writes was accepted.</param>
    /// <returns>The number of the fill.</returns>
    public long BeginFill(long since)
    {
        lock (_lock)
        {
            _open.Add(new OpenFill(++_lastFill, since, Writes: 1));
            return _lastFill;
        }
    }

    /// <summary>Ends the fill that began last, and updates the watches.</summary>
    /// <param name="isEmpty">Whether the fill found no entry, so that there is no batch.</param>
    public void EndFill(bool isEmpty)
    {
        lock (_lock)
        {
            if (isEmpty)
                Close(_lastFill);
            foreach (var watch in _watches)
                watch.OnFilled(rings, _lastFill);
            CompletePassed();
        }
    }

    /// <summary>Keeps a fill open for an entry of it that is to be tried again. Its batch must not have ended.</summary>
    public void Hold(long fill)
    {
        lock (_lock)
        {
            ref var open = ref CollectionsMarshal.AsSpan(_open)[IndexOf(fill)];
            open = open with { Writes = open.Writes + 1 };
        }
    }

    /// <summary>Keeps a later fill open in place of one that was kept open. It may have been closed.</summary>
    public void Move(long from, long to)
    {
        lock (_lock)
        {
            long since = _open[IndexOf(from)].Since;
            int index = IndexOf(to);
            if (index < _open.Count && _open[index].Number == to)
                _open[index] = _open[index] with { Writes = _open[index].Writes + 1 };
            else
                _open.Insert(index, new OpenFill(to, since, Writes: 1));
            Close(from);
            CompletePassed();
        }
    }

    /// <summary>Undoes <see cref="Hold"/>: the entry is settled, or flushes wait for it no longer.</summary>
    public void Release(long fill)
    {
        lock (_lock)
        {
            Close(fill);
            CompletePassed();
        }
    }

    /// <summary>Ends a batch whose entries are all settled or held, and updates the watches.</summary>
    public void EndBatch(long fill, Watermark queuedUpTo)
    {
        lock (_lock)
        {
            foreach (var watch in _watches)
                watch.OnSettled(fill, queuedUpTo);
            Close(fill);
            CompletePassed();
        }
    }

    /// <summary>Fails all watches, because the cache stores nothing any more. Later watches fail at once.</summary>
    public void Abandon(Exception reason)
    {
        lock (_lock)
        {
            _end = reason;
            foreach (var watch in _watches)
                watch.Fail(reason);
            _watches.Clear();
        }
    }

    /// <summary>The place of a fill among the open ones, or that of the first later one if it is closed.</summary>
    private int IndexOf(long fill)
    {
        int index = 0;
        while (index < _open.Count && _open[index].Number < fill)
            index++;
        return index;
    }

    private void Close(long fill)
    {
        int index = IndexOf(fill);
        var open = _open[index];
        if (open.Writes == 1)
            _open.RemoveAt(index);
        else
            _open[index] = open with { Writes = open.Writes - 1 };
    }

    private void CompletePassed()
    {
        long oldestOpen = _open.Count == 0 ? long.MaxValue : _open[0].Number;
        for (int watch = _watches.Count - 1; watch >= 0; watch--)
        {
            if (_watches[watch].TryComplete(oldestOpen))
                _watches.RemoveAt(watch);
        }
    }

    /// <summary>A fill with writes that are not settled, in the order of the numbers.</summary>
    /// <param name="Number">The number of the fill.</param>
    /// <param name="Since">A timestamp that is not after the oldest of its writes was accepted.</param>
    /// <param name="Writes">The writes that are to be tried again, and one more while the batch is out.</param>
    private readonly record struct OpenFill(long Number, long Since, long Writes);
}
