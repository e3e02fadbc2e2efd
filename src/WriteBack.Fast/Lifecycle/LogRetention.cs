namespace WriteBack.Fast;

// The slots know which records are still needed: each pinned slot has the sequence of its newest write. Segments below the lowest of
// these sequences can be deleted. The slots are scanned when there is a new segment, when the log is full, and when no entry is
// dirty any more. A few entries do not keep segments for long: the entries of the oldest segment are appended again, and then those
// of the next.

/// <summary>Keeps a log short by trimming it. Thread-safe.</summary>
/// <param name="entries">The log.</param>
/// <param name="stage">The pinned entries, and the signals of the flusher.</param>
/// <param name="sink">The dead letters, which must be on disk before the log drops their records.</param>
internal sealed class LogRetention<TKey, TValue>(
    EntryLog<TKey, TValue> entries, FlushStage<TKey, TValue> stage, DeadLetterSink<TKey, TValue> sink) : IThreadPoolWorkItem
    where TKey : struct
    where TValue : notnull
{
    // Entries are appended again only if the segments have at least so many records for each entry that keeps them: otherwise it costs
    // more than it frees. A full log makes do with fewer records per entry.
    private const int RecordsPerEntry = 4;
    private const int RecordsPerEntryWhenFull = 2;

    // The number of sealed segments that may wait for the store before entries are appended again.
    private const int PatientSegments = 1;

    private readonly Lock _lock = new();
    private readonly Lock _trimLock = new();
    // The write in Begin pairs with the reads: a thread that sees it set sees the recovered writes in the slots.
    private volatile bool _hasBegun;
    private bool _isTrimming;
    private bool _isToTrimAgain;
    private bool _isClosed;

    /// <summary>Whether every record of an earlier run is in a slot. Before that, the slots do not know which records are needed.</summary>
    public bool HasBegun => _hasBegun;

    private WriteAheadLog Log => entries.Log;

    /// <summary>Begins to trim: every record of an earlier run is in a slot.</summary>
    public void Begin()
    {
        _hasBegun = true;
        RequestTrim();
    }

    /// <summary>Requests a trim if a settled batch may have freed segments.</summary>
    public void OnSettled()
    {
        if (Log.IsFull || (Log.OlderSegments.Count > 0 && stage.Sources.Pinned == 0))
            RequestTrim();
    }

    /// <summary>Requests a trim on the thread pool.</summary>
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
    /// <returns><see langword="false"/> when the log could not be emptied.</returns>
    public bool TryEmpty()
    {
        lock (_trimLock)
            return _isClosed || Log.Empty();
    }

    /// <summary>Closes the log, and empties it if everything is stored. The cache must refuse writes already.</summary>
    public void Close()
    {
        lock (_lock)
            _isClosed = true;

        // The trim's lock, since a trim appends records.
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

        // The entries of the oldest segments may be on their way to the store. If they are few, they are appended again meanwhile.
        stage.Pressure.RequestFlush();
        if (IsWorthMoving(left))
        {
            foreach (var source in stage.Sources.All)
                source.LogAgain(below: left[0].Last + 1);
            TrimUnneeded();
        }
    }

    /// <summary>Whether few enough entries keep the oldest segment, alone or together with some of the segments after it.</summary>
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

        // A dead letter has left its slot, so the record in the log may be its only copy on disk until the commit.
        sink.Commit();
        Log.TrimBelow(needed);
        return needed;
    }

    /// <summary>The lowest sequence that is still needed. Also counts the pinned entries whose sequence is below another.</summary>
    private long OldestNeeded(long below, out long count)
    {
        // Read first: a write made during the scan gets a higher sequence.
        long oldest = Log.Last + 1;
        count = 0;
        foreach (var source in stage.Sources.All)
            oldest = Math.Min(oldest, source.OldestLogged(below, ref count));
        return oldest;
    }
}
