namespace WriteBack.Fast;

// Appending. The caller holds the lock of the slot that it writes to, so the log has each key's writes in the order in which they
// were applied. Under the log's own short lock the write gets its sequence, and its record goes to the end of one of two buffers. An
// append never waits for the disk.
//
// Committing. The log's thread swaps the buffers and writes the full one. Each record is sealed for its place; the bytes are written,
// then synced; then the waiters are told. Records appended meanwhile share the next turn (group commit). If no caller waits, the
// thread waits up to 5 ms, so several writes share a sync. A segment is synced before the next gets a record, so only the last can be
// torn.
//
// Proof. Each turn begins with a proof: the last synced sequence. An idle log writes one more. A proof tells damage (it was synced)
// from a torn tail (it was not).
//
// Trimming. LogRetention gives the sequence below which no record is needed. Segments below it are deleted once every record appended
// by then is synced.
//
//   open ── a write or a sync fails ──► faulted: every wait ends with that failure, and no record is appended any more. Sequences
//                                       go on, since the store still gets them as versions.
//   faulted ── Empty, once the store has every write from before the failure ──► faulted, without records: the records are older
//                                       than the writes that the store gets from then on.
//   open, faulted ── Close ──► closed

/// <summary>
/// The write-ahead log of a cache. Thread-safe, except <see cref="Start"/>, <see cref="Close"/>, <see cref="Empty"/> and
/// <see cref="Dispose"/>.
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    // Enough for the writes during a slow sync. Beyond it, writers have to wait for the disk.
    private const int MaxBufferedBytes = 8 << 20;

    // The most bytes, and the longest time, that the log gathers records without a waiter.
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

    // Written under the lock. The release pairs with the acquire in IsRefusing; OnSpaceMade follows each change to false.
    private volatile bool _isRefusing;

    // Written under the lock. The release pairs with the acquires outside it, whose threads see the whole exception.
    private volatile WriteAheadLogException? _fault;

    /// <summary>Makes a log whose segments are open. Its thread does not run yet.</summary>
    /// <param name="segments">The segments. The log disposes of them.</param>
    /// <param name="options">The options.</param>
    /// <param name="services">The clock, the logger, and the cache's name.</param>
    /// <param name="listener">Receives the log's events.</param>
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

    /// <summary>
    /// Whether writes have to wait, for the disk or because the log is full. <see cref="Append"/> does not check it; its callers do.
    /// </summary>
    public bool IsRefusing => _isRefusing;

    /// <summary>The failure after which the log takes no more records; null while there is none.</summary>
    public WriteAheadLogException? Fault => _fault;

    /// <summary>The last sequence given to a write.</summary>
    // Acquire: pairs with the release in Append.
    public long Last => Volatile.Read(ref _last);

    /// <summary>The last sequence whose record is synced under <see cref="LogSync.Always"/>, and otherwise written.</summary>
    // Acquire: pairs with the release in Turn.
    public long LoggedUpTo => Volatile.Read(ref _loggedUpTo);

    /// <summary>The number of records appended by this run.</summary>
    // Acquire: pairs with the release of the lock in Append.
    public long Appends => Volatile.Read(ref _appends);

    /// <summary>The number of syncs that succeeded, those of a rotation included.</summary>
    // Acquire: pairs with the release in Turn.
    public long Syncs => Volatile.Read(ref _syncs);

    /// <summary>The bytes of the log, records in the buffers included.</summary>
    // Acquire: pairs with the release of the lock in Append and MakeSpace.
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether the log has reached its size limit, so that writes are refused.</summary>
    public bool IsFull => Bytes >= _options.MaxBytes;

    /// <summary>The older segments, without the one being written; oldest first.</summary>
    public IReadOnlyList<SealedSegment> OlderSegments => _segments.Older;

    public void Start()
    {
        _thread.Start();
        if (_options.Sync == LogSync.Interval)
            _timer = _services.Time.CreateTimer(static log => ((WriteAheadLog)log!).RequestSync(), this, _options.SyncInterval, _options.SyncInterval);
    }

    /// <summary>Appends a record to the buffer. The log's thread writes it. Needs the lock of the write's slot.</summary>
    /// <param name="kind">The record's kind.</param>
    /// <param name="payload">The record's payload, copied.</param>
    /// <param name="waiter">Ends when the log has the record, or has faulted; may be null.</param>
    /// <returns>The write's sequence. After a fault the write gets a sequence and no record.</returns>
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
                    // Out of memory, or a record larger than an array can be. The caller holds a slot's lock, so no exception may escape.
                    FailLocked(exception);
                    isToWake = isToCommit = true;
                }
            }

            // Release: pairs with the acquire in Last.
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

    /// <summary>
    /// Whether the store may get the writes up to a sequence: the log has their records durably, or has faulted. Durable means synced,
    /// and written under <see cref="LogSync.Never"/>.
    /// </summary>
    // Acquire: pairs with the release in Turn.
    public bool IsDurable(long sequence) => Volatile.Read(ref _durable) >= sequence || _fault is not null;

    /// <summary>Ends a wait when <see cref="IsDurable"/> holds for every record appended so far.</summary>
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

    /// <summary>
    /// Requests the deletion of segments whose records are all below a sequence. It follows once every record appended so far is synced.
    /// </summary>
    public void TrimBelow(long sequence)
    {
        using (_lock.Enter())
            _trimBelow = Math.Max(_trimBelow, sequence);
        Wake();
    }

    /// <summary>Writes and syncs the last records, ends the thread, and closes the files. No record may be appended any more.</summary>
    /// <param name="isToEmpty">Whether to delete all records, because none is needed any more.</param>
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

    /// <summary>Deletes all records, because none is needed any more. The log must be closing, or have faulted.</summary>
    /// <returns>Whether the records were deleted. If not, the call may be repeated.</returns>
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
            // No record or waiter is added after the fault, so both buffers can be emptied without the lock.
            LogMessages.LogFaulted(_services.Logger, _services.Name, _path, fault.InnerException!);
            EndWaits(_writing);
            EndWaits(_filling);
            _listener.OnSpaceMade();
            _listener.OnFaulted();
        }
    }

    /// <summary>Commits the records appended so far.</summary>
    /// <returns>Whether this was the last turn.</returns>
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

        // Releases: they pair with the acquires in Syncs, Durable and IsDurable.
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
            // Counted anew, since segments also hold headers and proofs, and may have been deleted.
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
            // Read first: a waiter that has ended may be in use again.
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
