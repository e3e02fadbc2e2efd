namespace WriteBack.Fast;

/// <summary>The log of a cache, from its opening to its close.</summary>
/// <param name="services">The cache's name, options and logger.</param>
/// <param name="entries">The log of keys and values.</param>
/// <param name="stage">The shards, the watches and the signals of the flusher.</param>
/// <param name="sink">The dead letters.</param>
internal sealed class CacheLog<TKey, TValue>(
    CacheServices services, EntryLog<TKey, TValue> entries, FlushStage<TKey, TValue> stage, DeadLetterSink<TKey, TValue> sink)
    : IFlushGuard, ILogListener
    where TKey : struct
    where TValue : notnull
{
    private readonly LogRetention<TKey, TValue> _retention = new(entries, stage, sink);
    private LogFaultHandler<TKey, TValue> _faults = null!;
    private LogBarrier _barrier = null!;
    private LogRecovery _recovery = null!;

    /// <summary>The log, once it is open.</summary>
    public WriteAheadLog Log => entries.Log;

    /// <summary>Whether the log was opened, so that it has to be closed.</summary>
    public bool IsOpen => entries.Log is not null;

    /// <summary>Verifies the log of an earlier run, and opens the log for new records.</summary>
    /// <exception cref="WriteAheadLogException">The log is open elsewhere or damaged, and is unchanged; or it cannot be used.</exception>
    public void Open()
    {
        var options = services.Options.Log!;
        string path = services.FolderIn(options.Directory);
        var disk = LogDirectory.Open(options, path);
        try
        {
            _recovery = new LogRecovery(disk);
            _recovery.Verify();
            _recovery.Clean();
            if (_recovery.TornBytes > 0)
                LogMessages.LogTorn(services.Logger, services.Name, path, _recovery.TornBytes);
            var segments = _recovery.Begin(options.SegmentSize, entries.Columns);
            entries.Open(new WriteAheadLog(segments, options, services, this));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            disk.Dispose();
            if (exception is WriteAheadLogException)
                throw;
            throw new WriteAheadLogException($"The write-ahead log in '{path}' cannot be opened: {exception.Message}", exception);
        }

        _faults = new LogFaultHandler<TKey, TValue>(Log, stage.Waits, _retention);
        _barrier = new LogBarrier(Log);
        Log.Start();
    }

    /// <summary>Reads the writes that an earlier run has left in the log, in their order.</summary>
    public IEnumerable<(TKey Key, TValue Value, WriteKind Kind, long Lsn)> ReadAll()
    {
        foreach (var (header, record) in _recovery.ReadAll())
        {
            var (key, value, kind) = Read(header, in record);
            yield return (key, value, kind, record.Sequence);
        }
    }

    /// <summary>Begins the retention, once the cache has every write that <see cref="ReadAll"/> returned.</summary>
    /// <param name="recovered">The number of entries recovered, for the log message.</param>
    public void OnRecovered(long recovered)
    {
        if (_recovery.Records > 0)
            LogMessages.LogRecovered(services.Logger, services.Name, services.Options.Log!.Directory, recovered, _recovery.Records);
        _retention.Begin();
        _faults.RetireIfFaulted();
    }

    /// <summary>Closes the log. The cache must refuse writes already.</summary>
    /// <returns>The number of writes that only the log has.</returns>
    public long Close()
    {
        _retention.Close();
        return stage.Sources.All.Sum(source => source.CountLogged(Log.LoggedUpTo));
    }

    public ValueTask BeforeStoreAsync(long version, CancellationToken ct) => _barrier.PassAsync(version, ct);

    public void OnSettled()
    {
        _faults.RetireIfFaulted();
        _retention.OnSettled();
    }

    public void OnSpaceMade() => stage.Pressure.Space.Open();

    public void OnSegmentsChanged() => _retention.RequestTrim();

    public void OnFaulted() => _faults.RetireIfFaulted();

    private (TKey Key, TValue Value, WriteKind Kind) Read(in SegmentHeader header, in LogRecord record)
    {
        try
        {
            return entries.Read(in header, in record);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new WriteAheadLogException(
                $"Write {record.Sequence} in the log of cache '{services.Name}' cannot be read as this cache's key and value: {exception.Message}",
                exception);
        }
    }
}
