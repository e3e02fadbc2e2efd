using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Closes a cache: refuses writes, drains, and reports what was not stored.</summary>
/// <param name="engine">The cache's parts.</param>
internal sealed class CacheCloser<TKey, TValue, TTraits>(CacheEngine<TKey, TValue, TTraits> engine)
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    /// <summary>Closes the cache. The fast path must be disabled already.</summary>
    /// <param name="ct">Ends the draining early.</param>
    public async Task<DrainReport> CloseAsync(CancellationToken ct)
    {
        var services = engine.Services;
        long began = services.Time.GetTimestamp();
        long stored = services.Counters.Stored;
        long deadLettered = services.Counters.DeadLettered;
        await StopAsync(ct).ConfigureAwait(false);
        long logged = engine.Log is { } log ? await Task.Run(log.Close).ConfigureAwait(false) : 0;
        var report = new DrainReport(
            services.Counters.Stored - stored, services.Counters.DeadLettered - deadLettered,
            engine.Shards.Sources.Pending - logged, logged, services.Time.GetElapsedTime(began));
        if (report.Abandoned > 0)
            LogMessages.Abandoned(services.Logger, services.Name, report.Abandoned);
        CacheMeter.Remove(engine);
        engine.Pipeline.Dispose();
        return report;
    }

    /// <summary>Stops a cache that could not be opened. The log keeps its records.</summary>
    public async ValueTask GiveUpAsync()
    {
        await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        if (engine.Log is { IsOpen: true } log)
            await Task.Run(log.Close).ConfigureAwait(false);
        engine.Pipeline.Dispose();
    }

    private async ValueTask StopAsync(CancellationToken ct)
    {
        engine.Shards.Close();
        engine.Pressure.Space.Open();
        var fault = await engine.Pipeline.StopAsync(ct).ConfigureAwait(false);
        engine.Shards.AbandonLoads(fault);
        engine.Sink.EndAlert();
        var closing = CloseDeadLettersAsync();
        if (engine.Pipeline.Running.IsCompleted)
            await closing.ConfigureAwait(false);
    }

    private async Task CloseDeadLettersAsync()
    {
        // A store that ignores its cancellation keeps its worker running, and the worker uses the files until the store returns.
        await engine.Pipeline.Running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        engine.Sink.Close();
    }
}
