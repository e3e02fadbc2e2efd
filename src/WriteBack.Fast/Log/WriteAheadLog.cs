namespace WriteBack.Fast;

// Appending. A caller holds the lock of the slot that it writes to, so the log has each key's writes in the order in
// which they were applied. Under the log's own short lock the write gets its sequence, and its record goes to the end of
// one of two buffers. Nothing here waits for the disk.
//
// Committing. A thread of the log swaps the buffers and writes the full one: each record is sealed for its place, the
// bytes are written, then synced, then those who wait are told. What was appended meanwhile shares the next turn (group
// commit). While nobody waits, it gathers for a moment first, so that plain writes do not have a sync each. A segment is synced before the first record is written to the next, so only the last one can be torn.
//
// Proof. Each turn first writes up to where the log was synced by then, and a last such record follows when there is no
// more to do. A reader that finds what is no record can so tell damage (it was synced once) from a tail that never was.
//
// Trimming. Whoever knows that nothing below a sequence is needed any more says so (LogTrimmer). What replaced it was
// appended before that, so the segments may go once all that is appended by then is synced.
//
//   open ── a write or a sync fails ──► faulted: every wait ends with that failure, nothing is appended any more;
//                                       sequences go on, since they are the versions of what the store still gets
//   faulted ── Empty, once the store has all that was written before the failure ──► faulted, without records:
//                                       they are older than what the store gets from then on
//   open, faulted ── Close ──► closed

/// <summary>The log of a cache's writes. <see cref="Append"/> and the counts are thread-safe.</summary>
internal sealed class WriteAheadLog : IDisposable
{
    // Enough for the time of a slow sync; then writers have to wait for the disk.
    private const int MaxBufferedBytes = 8 << 20;

    // How long, and how much, records that nobody waits for gather.
    private const int MaxGatheredBytes = 1 << 20;
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(5);

    private readonly BriefLock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _commitSignal = new(0);
    private readonly Thread _thread;
    private readonly LogSegments _segments;
    private readonly GroupCommit _commit;
    private readonly WriteAheadLogOptions _options;
    private readonly CacheServices _services;
    private readonly ILogListener _listener;
    private readonly string _path;
    private readonly uint _epoch;
    private LogBuffer _filling = new();
    private LogBuffer _writing = new();
    private ITimer? _timer;
    private long _last;
    private long _loggedUpTo;
    private long _durable;
    private long _bytes;
    private long _appends;
    private long _syncs;
    private long _trimBelow;
    private bool _isAwake;
    private bool _isCommitRequested;
    private bool _isSyncDue;
    private bool _isStopping;
    private bool _isStuck;
    private volatile bool _isRefusing;
    private volatile WriteAheadLogException? _fault;

    /// <summary>Makes a log whose segments are open.</summary>
    /// <param name="segments">The segments, which are the log's from now on.</param>
    /// <param name="options">The options.</param>
    /// <param name="services">The clock, the logger, and the cache's name.</param>
    /// <param name="listener">Learns what becomes of the log.</param>
    public WriteAheadLog(LogSegments segments, WriteAheadLogOptions options, CacheServices services, ILogListener listener)
    {
        (_segments, _options, _services, _listener) = (segments, options, services, listener);
        _path = segments.Path;
        long last = segments.Open.Header.First - 1;
        (_last, _loggedUpTo, _durable) = (last, last, last);
        _epoch = segments.Open.Header.Epoch;
        _bytes = segments.Bytes;
        _commit = new GroupCommit(segments, last);
        _thread = new Thread(Run) { IsBackground = true, Name = $"{services.Name} log" };
    }

    /// <summary>Whether writes have to wait, for the disk or because the log is full. Not asked by <see cref="Append"/>.</summary>
    public bool IsRefusing => _isRefusing;

    /// <summary>Why the log takes nothing any more, or null.</summary>
    public WriteAheadLogException? Fault => _fault;

    /// <summary>The last sequence that was given.</summary>
    // Acquire: pairs with the release of the lock under which it was given.
    public long Last => Volatile.Read(ref _last);

    /// <summary>The last sequence up to which the log is sure to have the records: synced, or at least written, by <see cref="LogSync"/>.</summary>
    public long LoggedUpTo => Volatile.Read(ref _loggedUpTo);

    /// <summary>Records of writes appended by this run.</summary>
    public long Appends => Volatile.Read(ref _appends);

    /// <summary>Syncs that succeeded.</summary>
    public long Syncs => Volatile.Read(ref _syncs);

    /// <summary>Bytes of records in the log, those on their way included.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether so much is in the log that writes are refused.</summary>
    public bool IsFull => Bytes >= _options.MaxBytes;

    /// <summary>The segments before the one being written, oldest first.</summary>
    public IReadOnlyList<SealedSegment> OlderSegments => _segments.Older;

    public void Start()
    {
        _thread.Start();
        if (_options.Sync == LogSync.Interval)
            _timer = _services.Time.CreateTimer(static log => ((WriteAheadLog)log!).RequestSync(), this, _options.SyncInterval, _options.SyncInterval);
    }

    /// <summary>Adds a record, which is on its way to the disk then.</summary>
    /// <param name="kind">What it says.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="waiter">Whom to tell when the log has it, or null.</param>
    /// <returns>The write's sequence. It has no record if the log has faulted.</returns>
    public long Append(RecordKind kind, ReadOnlySpan<byte> payload, LogWaiter? waiter)
    {
        bool isToWake = false;
        bool isToCommit = false;
        long sequence;
        using (_lock.Enter())
        {
            sequence = _last + 1;
            if (_fault is null)
            {
                try
                {
                    _filling.Append(kind, sequence, _epoch, payload, waiter);
                    _bytes += SegmentRecord.SizeFor(payload.Length);
                    _appends++;
                    (isToWake, _isAwake) = (!_isAwake, true);
                    if ((waiter is not null || _filling.Length >= MaxGatheredBytes) && !_isCommitRequested)
                        isToCommit = _isCommitRequested = true;
                    if (_filling.Length >= MaxBufferedBytes || _bytes >= _options.MaxBytes)
                        _isRefusing = true;
                }
                catch (Exception exception)
                {
                    // No memory, or more than an array holds. The caller holds a slot's lock: nothing may escape.
                    FailLocked(exception);
                    isToWake = isToCommit = true;
                }
            }

            Volatile.Write(ref _last, sequence);
        }

        if (isToWake)
            _wake.Release();
        if (isToCommit)
            _commitSignal.Release();
        if (waiter is not null && _fault is { } fault)
            waiter.EndLogged(fault);
        return sequence;
    }

    /// <summary>Whether the store may have what was written up to a sequence: a crash would not make the log forget it.</summary>
    // Acquire: pairs with the release in Turn.
    public bool IsDurable(long sequence) => Volatile.Read(ref _durable) >= sequence || _fault is not null;

    /// <summary>Ends a wait when <see cref="IsDurable"/> holds for all that is appended by now.</summary>
    public void WaitDurable(LogWaiter waiter)
    {
        using (_lock.Enter())
        {
            if (_fault is null)
            {
                _filling.Await(waiter);
                _isSyncDue |= _options.Sync != LogSync.Never;
            }
        }

        if (_fault is { } fault)
            waiter.EndLogged(fault);
        else
            Wake();
    }

    /// <summary>Says that no record below a sequence is needed any more, once what is appended by now is synced.</summary>
    public void TrimBelow(long sequence)
    {
        using (_lock.Enter())
            _trimBelow = Math.Max(_trimBelow, sequence);
        Wake();
    }

    /// <summary>Writes and syncs what is left, and ends the thread. Nothing may be appended any more.</summary>
    /// <param name="isToEmpty">Whether no record is needed any more.</param>
    public void Close(bool isToEmpty)
    {
        _timer?.Dispose();
        using (_lock.Enter())
            _isStopping = true;
        Wake();
        if (_thread.IsAlive)
            _thread.Join();
        if (isToEmpty)
            Empty();
        Dispose();
    }

    /// <summary>Removes all records: none is needed any more. The log is closing, or has faulted.</summary>
    /// <returns>Whether it could be done. If not, it may be tried again.</returns>
    public bool Empty()
    {
        if (_thread.IsAlive)
            _thread.Join();
        try
        {
            if (_fault is null)
                _commit.Empty(Last);
            else
                _segments.Clear();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_isStuck)
                LogMessages.LogNotEmptied(_services.Logger, _services.Name, _path, exception);
            _isStuck = true;
            return false;
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _segments.Dispose();
    }

    private void RequestSync()
    {
        using (_lock.Enter())
            _isSyncDue = true;
        Wake();
    }

    private void Wake()
    {
        bool isToWake, isToCommit;
        using (_lock.Enter())
        {
            (isToWake, isToCommit) = (!_isAwake, !_isCommitRequested);
            _isAwake = _isCommitRequested = true;
        }

        if (isToWake)
            _wake.Release();
        if (isToCommit)
            _commitSignal.Release();
    }

    private void Run()
    {
        bool isStopping = false;
        try
        {
            while (!isStopping && _fault is null)
            {
                _wake.Wait();
                _commitSignal.Wait(GatheringTime);
                isStopping = Turn();
            }
        }
        catch (Exception exception)
        {
            using (_lock.Enter())
                FailLocked(exception);
        }

        if (_fault is { } fault)
        {
            // Since the fault nothing is appended.
            LogMessages.LogFaulted(_services.Logger, _services.Name, _path, fault.InnerException!);
            EndWaits(_writing);
            EndWaits(_filling);
            _listener.OnSpaceMade();
            _listener.OnFaulted();
        }
    }

    /// <summary>Commits what has been appended.</summary>
    /// <returns>Whether that was the last time.</returns>
    private bool Turn()
    {
        bool isStopping, isToSync;
        long trimBelow;
        using (_lock.Enter())
        {
            (_filling, _writing) = (_writing, _filling);
            (isStopping, trimBelow) = (_isStopping, _trimBelow);
            isToSync = _options.Sync == LogSync.Always || _isSyncDue || isStopping || trimBelow > _commit.TrimmedBelow;
            (_isAwake, _isCommitRequested, _isSyncDue) = (false, false, false);
        }

        long rotations = _commit.Rotations;
        _commit.Write(_writing);
        if (isToSync)
            _commit.Sync();
        Volatile.Write(ref _syncs, _commit.Syncs);
        Volatile.Write(ref _loggedUpTo, _options.Sync == LogSync.Always ? _commit.Synced : _commit.Written);
        Volatile.Write(ref _durable, _options.Sync == LogSync.Never ? _commit.Written : _commit.Synced);
        EndWaits(_writing);
        bool hasTrimmed = _commit.TrimBelow(trimBelow);
        MakeSpace();
        if (hasTrimmed || _commit.Rotations != rotations)
            _listener.OnSegmentsChanged();
        if (IsIdle)
            _commit.WriteProof();
        return isStopping;
    }

    private void MakeSpace()
    {
        using (_lock.Enter())
        {
            // Counted anew: a segment holds more than the records that were appended.
            _bytes = _segments.Bytes + _filling.Length - LogBuffer.Start;
            if (!_isRefusing || _filling.Length >= MaxBufferedBytes || IsFull)
                return;
            _isRefusing = false;
        }

        _listener.OnSpaceMade();
    }

    private bool IsIdle
    {
        get
        {
            using (_lock.Enter())
                return _filling.IsEmpty;
        }
    }

    private void EndWaits(LogBuffer buffer)
    {
        for (var waiter = buffer.Waiters; waiter is not null;)
        {
            // Before it ends: then it may be in use again.
            var next = waiter.Next;
            waiter.EndLogged(_fault);
            waiter = next;
        }

        buffer.Clear();
    }

    private void FailLocked(Exception exception)
    {
        _fault ??= new WriteAheadLogException(
            $"The write-ahead log in '{_path}' has failed and takes nothing any more: {exception.Message}", exception);
        _isRefusing = false;
    }
}
