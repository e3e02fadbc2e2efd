namespace WriteBack.Fast;

// When is everything stored that was accepted before a moment? A watch notes, for each ring, the tail at that moment.
// It has passed once every ring has been consumed up to there and no batch that could hold those entries is out. Three
// things bring an entry back behind the mark, and each moves the mark to the place that the entry was given:
//
//   it failed                               the batch counts, whenever it was filled
//   it was written again during its flight, the batch counts if it was filled before the watch began; later writes of
//   before the watch began                  an entry that was copied afterwards are no concern of the watch
//
// Only the drainer judges whether the rings are consumed, right after a fill: in between, what it has taken out of a
// ring is already in a batch that is registered here as out.

/// <summary>Watches over what has to be stored, and tells when it is.</summary>
internal sealed class FlushWatermarks(DirtyRing[] rings)
{
    private readonly Lock _lock = new();
    private readonly List<long> _out = [];
    private readonly List<FlushWatermark> _watches = [];
    private long _lastFill;
    private Exception? _end;

    /// <summary>Begins to watch what is accepted by now.</summary>
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

    /// <summary>Nobody waits for a watch any more.</summary>
    public void Forget(FlushWatermark watch)
    {
        lock (_lock)
            _watches.Remove(watch);
    }

    /// <summary>A batch is about to be filled.</summary>
    /// <returns>Its number.</returns>
    public long BeginFill()
    {
        lock (_lock)
        {
            _out.Add(++_lastFill);
            return _lastFill;
        }
    }

    /// <summary>The drainer has filled the batch that it began last.</summary>
    /// <param name="isEmpty">Whether it found nothing, so that there is no batch after all.</param>
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

    /// <summary>Each entry of a batch is settled.</summary>
    /// <returns>Whether a watch still waits for entries that are in the rings.</returns>
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

    /// <summary>Nothing will be stored any more.</summary>
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
