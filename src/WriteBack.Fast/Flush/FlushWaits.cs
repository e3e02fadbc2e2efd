namespace WriteBack.Fast;

/// <summary>Lets callers wait until everything accepted before is stored. Thread-safe.</summary>
/// <param name="services">The cache's counters and clock.</param>
/// <param name="watermarks">The watches over entries on their way.</param>
/// <param name="pressure">The signal of the drainer.</param>
internal sealed class FlushWaits(CacheServices services, FlushWatermarks watermarks, Backpressure pressure)
{
    /// <summary>Completes when everything accepted before the call is stored or dead-lettered.</summary>
    public async ValueTask<FlushReport> FlushAsync(CancellationToken ct)
    {
        long began = services.Time.GetTimestamp();
        long stored = services.Counters.Stored;
        long deadLettered = services.Counters.DeadLettered;
        var watermark = new FlushWatermark();
        watermarks.Begin(watermark);
        pressure.Wake.Raise(WakeReasons.Sweep);
        try
        {
            await watermark.Task.WaitAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            watermarks.Forget(watermark);
            throw;
        }

        return new FlushReport(
            services.Counters.Stored - stored, services.Counters.DeadLettered - deadLettered, services.Time.GetElapsedTime(began));
    }
}
