namespace WriteBack.Fast;

// What of the log is still needed is known to the slots: those that are dirty or in flight have the sequence of their
// newest write. So the lowest of these tells which segments can go. It is looked for when there is a new segment, when
// the log is full, and when nothing is dirty any more. Segments that a few entries keep from going do not stay for them:
// those of the oldest one are appended again, and then those of the next.

/// <summary>Keeps a log short. Thread-safe.</summary>
/// <param name="entries">The log.</param>
/// <param name="stage">What is dirty or in flight.</param>
/// <param name="sink">The dead letters, which have to be on disk before the log forgets them.</param>
internal sealed class LogRetention<TKey, TValue>(
    EntryLog<TKey, TValue> entries, FlushStage<TKey, TValue> stage, DeadLetterSink<TKey, TValue> sink) : IThreadPoolWorkItem
    where TKey : struct
    where TValue : notnull
{
    // Segments stay for their entries while these are more than one in so many of their records: to append them again
    // would cost more than it frees. When the log is full it is worth more.
    private const int RecordsPerEntry = 4;
    private const int RecordsPerEntryWhenFull = 2;

    // Segments before the one being written that may wait for the store.
    private const int PatientSegments = 1;

    private readonly Lock _lock = new();
    private readonly Lock _trimLock = new();
    private volatile bool _hasBegun;
    private bool _isTrimming;
    private bool _isToTrimAgain;
    private bool _isClosed;

    /// <summary>Whether all of an earlier run's records are in slots. Before, the slots do not know what is needed.</summary>
    public bool HasBegun => _hasBegun;

    private WriteAheadLog Log => entries.Log;

    /// <summary>All of an earlier run's records are in slots.</summary>
    public void Begin()
    {
        _hasBegun = true;
        RequestTrim();
    }

    /// <summary>Each entry of a batch is settled.</summary>
    public void OnSettled()
    {
        if (Log.IsFull || (Log.OlderSegments.Count > 0 && stage.Sources.Pinned == 0))
            RequestTrim();
    }

    /// <summary>Has the log trimmed soon, on the thread pool.</summary>
    public void RequestTrim()
    {
        lock (_lock)
        {
            _isToTrimAgain = _isTrimming;
            if (_isTrimming || _isClosed)
                return;
            _isTrimming = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Empties a log that has faulted, unless it is closed.</summary>
    /// <returns><see langword="false"/> when it could not be emptied.</returns>
    public bool TryEmpty()
    {
        lock (_trimLock)
            return _isClosed || Log.Empty();
    }

    /// <summary>Closes the log. Nobody may write any more.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;

        // Under the lock of the trim, which appends.
        lock (_trimLock)
            Log.Close(isToEmpty: _hasBegun && stage.Sources.Pending == 0);
    }

    void IThreadPoolWorkItem.Execute()
    {
        bool isAgain = true;
        while (isAgain)
        {
            lock (_trimLock)
                Trim();
            lock (_lock)
            {
                isAgain = _isToTrimAgain && !_isClosed;
                (_isToTrimAgain, _isTrimming) = (false, isAgain);
            }
        }
    }

    private void Trim()
    {
        if (!_hasBegun || _isClosed || Log.Fault is not null)
            return;
        long needed = TrimUnneeded();
        SealedSegment[] left = [.. Log.OlderSegments.SkipWhile(segment => segment.Last < needed)];
        if (left.Length == 0)
            return;
        if (left.Length <= PatientSegments && !Log.IsFull)
            return;

        // What keeps the oldest may be on its way to the store; if it is few, it is appended again meanwhile.
        stage.Pressure.RequestFlush();
        if (IsWorthMoving(left))
        {
            foreach (var source in stage.Sources.All)
                source.LogAgain(below: left[0].Last + 1);
            TrimUnneeded();
        }
    }

    /// <summary>Whether few enough entries keep the oldest of some segments, with however many of those that follow.</summary>
    private bool IsWorthMoving(SealedSegment[] segments)
    {
        int perEntry = Log.IsFull ? RecordsPerEntryWhenFull : RecordsPerEntry;
        for (int count = 1; ; count = Math.Min(2 * count, segments.Length))
        {
            OldestNeeded(below: segments[count - 1].Last + 1, out long keeping);
            if (keeping * perEntry <= segments.Take(count).Sum(static segment => segment.Records))
                return true;
            if (count == segments.Length)
                return false;
        }
    }

    private long TrimUnneeded()
    {
        long needed = OldestNeeded(below: 0, out _);

        // What has left the cache for the dead letters may be on disk nowhere else.
        sink.Commit();
        Log.TrimBelow(needed);
        return needed;
    }

    /// <summary>No record below this is needed.</summary>
    private long OldestNeeded(long below, out long count)
    {
        // First: what is written while the slots are looked at gets a higher one.
        long oldest = Log.Last + 1;
        count = 0;
        foreach (var source in stage.Sources.All)
            oldest = Math.Min(oldest, source.OldestLogged(below, ref count));
        return oldest;
    }
}
