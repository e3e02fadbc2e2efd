using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// What of the log is still needed is known to the slots: those that are dirty or in flight have the sequence of their
// newest write. So the lowest of these tells which segments can go. It is looked for when there is a new segment, when
// the log is full, and when nothing is dirty any more. Segments that a few entries keep from going do not stay for them:
// those of the oldest one are appended again, and then those of the next.

/// <summary>Opens the log of a cache, keeps it short and closes it.</summary>
internal sealed class LogKeeper<TKey, TValue, TTraits>(
    WriteBackOptions options, string name, ShardSet<TKey, TValue, TTraits> shards, EntryLog<TKey, TValue> entries,
    Flusher<TKey, TValue, TTraits> flusher, ILogger logger) : IThreadPoolWorkItem
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // Segments stay for their entries while these are more than one in so many of their records: to append them again
    // would cost more than it frees. When the log is full it is worth more.
    private const int RecordsPerEntry = 4;
    private const int RecordsPerEntryWhenFull = 2;

    // Segments before the one being written that may wait for the store.
    private const int PatientSegments = 1;

    private readonly WriteAheadLogOptions _options = options.Log!;
    private readonly Lock _lock = new();
    private readonly Lock _trimLock = new();
    private LogRecovery _recovery = null!;
    private volatile bool _isRecovered;
    private bool _isRetiring;
    private bool _isTrimming;
    private bool _isToTrimAgain;
    private bool _isClosed;

    /// <summary>The log, once it is open.</summary>
    public WriteAheadLog Log => entries.Log;

    /// <summary>Reads the log, and opens it for what comes.</summary>
    /// <exception cref="WriteAheadLogException">It is open elsewhere, or damaged; nothing was changed. Or it cannot be used.</exception>
    public void Open()
    {
        string path = Path.Combine(_options.Directory, Uri.EscapeDataString(name));
        var disk = _options.OpenDisk(path);
        try
        {
            _recovery = new LogRecovery(disk);
            _recovery.Verify();
            _recovery.Clean();
            if (_recovery.TornBytes > 0)
                LogMessages.LogTorn(logger, name, path, _recovery.TornBytes);
            long segmentSize = Math.Min(_options.SegmentBytes, _options.MaxBytes / 4);
            var segments = _recovery.Begin(segmentSize, entries.Columns);
            entries.Open(new WriteAheadLog(
                segments, path, segments.Open.Header.First - 1, _options, options.TimeProvider, logger, name));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            disk.Dispose();
            if (exception is WriteAheadLogException)
                throw;
            throw new WriteAheadLogException($"The write-ahead log in '{path}' cannot be opened: {exception.Message}", exception);
        }

        Log.MadeSpace += flusher.Gate.Open;
        Log.Changed += RequestTrim;
        Log.Faulted += OnFaulted;
        flusher.Settled += OnSettled;
        Log.Start();
    }

    /// <summary>The writes that an earlier run has left, in their order.</summary>
    public IEnumerable<(TKey Key, TValue Value, WriteKind Kind, long Sequence)> ReadAll()
    {
        foreach (var (header, record) in _recovery.ReadAll())
        {
            var (key, value, kind) = Read(header, in record);
            yield return (key, value, kind, record.Sequence);
        }
    }

    /// <summary>Says that what was read is in the cache.</summary>
    public void OnRecovered(long recovered)
    {
        if (_recovery.Records > 0)
            LogMessages.LogRecovered(logger, name, _options.Directory, recovered, _recovery.Records);
        _isRecovered = true;
        RequestTrim();
        OnFaulted();
    }

    /// <summary>Closes the log. Nobody may write any more.</summary>
    /// <returns>How many writes only the log has.</returns>
    public long Close()
    {
        flusher.Settled -= OnSettled;
        lock (_lock)
            _isClosed = true;

        // Under the lock of the trim, which appends.
        lock (_trimLock)
            Log.Close(isToEmpty: _isRecovered && shards.Pending == 0);
        return shards.All.Sum(shard => shard.CountLogged(Log.Durable));
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

    private (TKey Key, TValue Value, WriteKind Kind) Read(in SegmentHeader header, in LogRecord record)
    {
        try
        {
            return entries.Read(in header, in record);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new WriteAheadLogException(
                $"Write {record.Sequence} in the log of cache '{name}' cannot be read as this cache's key and value: {exception.Message}",
                exception);
        }
    }

    private void OnSettled()
    {
        OnFaulted();
        if (Log.IsFull || (Log.OlderSegments.Count > 0 && shards.Pinned == 0))
            RequestTrim();
    }

    // What is written from now on only the store gets. A log that is read later would bring back what is older.
    private void OnFaulted()
    {
        if (Log.Fault is null || !_isRecovered)
            return;
        lock (_lock)
        {
            if (_isRetiring)
                return;
            _isRetiring = true;
        }

        _ = Task.Run(RetireAsync);
    }

    private async Task RetireAsync()
    {
        try
        {
            await flusher.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The cache has closed, and what is not stored is in the log at most.
            return;
        }

        lock (_trimLock)
        {
            if (_isClosed || Log.Empty())
                return;
        }

        // Once more after the next batch.
        lock (_lock)
            _isRetiring = false;
    }

    private void RequestTrim()
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

    private void Trim()
    {
        // Until all of an earlier run's records are in slots, the slots do not know what is needed.
        if (!_isRecovered || _isClosed || Log.Fault is not null)
            return;
        long needed = TrimUnneeded();
        SealedSegment[] left = [.. Log.OlderSegments.SkipWhile(segment => segment.Last < needed)];
        if (left.Length == 0)
            return;
        if (left.Length <= PatientSegments && !Log.IsFull)
            return;

        // What keeps the oldest may be on its way to the store; if it is few, it is appended again meanwhile.
        flusher.RequestFlush();
        if (IsWorthMoving(left))
        {
            foreach (var shard in shards.All)
                shard.LogAgain(below: left[0].Last + 1);
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
        flusher.CommitDeadLetters();
        Log.TrimBelow(needed);
        return needed;
    }

    /// <summary>No record below this is needed.</summary>
    private long OldestNeeded(long below, out long count)
    {
        // First: what is written while the slots are looked at gets a higher one.
        long oldest = Log.Last + 1;
        count = 0;
        foreach (var shard in shards.All)
            oldest = Math.Min(oldest, shard.OldestLogged(below, ref count));
        return oldest;
    }
}
