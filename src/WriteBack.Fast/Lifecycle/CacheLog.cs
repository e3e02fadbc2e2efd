namespace WriteBack.Fast;

/// <summary>The log of a cache, from its opening to its end.</summary>
/// <param name="services">Name, options and logger of the cache.</param>
/// <param name="entries">Keys and values in, keys and values out.</param>
/// <param name="stage">What the flusher reads from.</param>
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

    /// <summary>Reads the log, and opens it for what comes.</summary>
    /// <exception cref="WriteAheadLogException">It is open elsewhere, or damaged; nothing was changed. Or it cannot be used.</exception>
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

    /// <summary>The writes that an earlier run has left, in their order.</summary>
    public IEnumerable<(TKey Key, TValue Value, WriteKind Kind, long Lsn)> ReadAll()
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
            LogMessages.LogRecovered(services.Logger, services.Name, services.Options.Log!.Directory, recovered, _recovery.Records);
        _retention.Begin();
        _faults.OnSettled();
    }

    /// <summary>Closes the log. Nobody may write any more.</summary>
    /// <returns>How many writes only the log has.</returns>
    public long Close()
    {
        _retention.Close();
        return stage.Sources.All.Sum(source => source.CountLogged(Log.Durable));
    }

    public ValueTask BeforeStoreAsync(long version, CancellationToken ct) => _barrier.PassAsync(version, ct);

    public void OnSettled()
    {
        _faults.OnSettled();
        _retention.OnSettled();
    }

    public void OnSpaceMade() => stage.Pressure.Space.Open();

    public void OnSegmentsChanged() => _retention.RequestTrim();

    public void OnFaulted() => _faults.OnSettled();

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
