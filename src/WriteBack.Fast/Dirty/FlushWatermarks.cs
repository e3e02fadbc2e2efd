namespace WriteBack.Fast;

// A flush waits until everything accepted before a moment is stored. Its watch notes the tail of each ring at that moment. The
// watch completes once every ring has been consumed up to there, and each batch that could hold those entries is settled. Two
// things bring an entry back into a ring behind that mark. Each moves the mark on to the entry's new place:
//
//   the entry failed                            its batch counts, whenever it was filled
//   the entry was written during its flight,    its batch counts if it was filled before the watch began; later writes to an
//   before the watch began                      entry that was copied afterwards do not concern the watch
//
// Only the drainer decides whether the rings are consumed, right after a fill: every entry that it has taken out of a ring is
// then in a batch that is registered here.

/// <summary>Tells when everything accepted before a moment is stored. Thread-safe.</summary>
/// <param name="rings">The rings of all shards.</param>
internal sealed class FlushWatermarks(DirtyRing[] rings)
{
    private readonly Lock _lock = new();
    private readonly List<long> _out = [];
    private readonly List<FlushWatermark> _watches = [];
    private long _lastFill;
    private Exception? _end;

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

    /// <summary>Registers a batch that is about to be filled.</summary>
    /// <returns>The number of the batch.</returns>
    public long BeginFill()
    {
        lock (_lock)
        {
            _out.Add(++_lastFill);
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
                _out.Remove(_lastFill);
            foreach (var watch in _watches)
                watch.OnFilled(rings, _lastFill);
            CompletePassed();
        }
    }

    /// <summary>Removes a batch whose entries are all settled, and updates the watches.</summary>
    /// <returns>Whether a watch waits for entries that are in the rings.</returns>
    public bool EndBatch(long fill, Watermark queuedUpTo, bool hasFailed)
    {
        lock (_lock)
        {
            foreach (var watch in _watches)
                watch.OnSettled(fill, queuedUpTo, hasFailed);
            _out.Remove(fill);
            CompletePassed();
            return _watches.Exists(static watch => !watch.IsConsumed);
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

    private void CompletePassed()
    {
        long oldestOut = long.MaxValue;
        foreach (long fill in _out)
            oldestOut = Math.Min(oldestOut, fill);
        for (int watch = _watches.Count - 1; watch >= 0; watch--)
        {
            if (_watches[watch].TryComplete(oldestOut))
                _watches.RemoveAt(watch);
        }
    }
}
