using System.Diagnostics.Metrics;

namespace Dashboard.Monitoring;

/// <summary>Listens to what the cache measures of its flushes. Thread-safe.</summary>
internal sealed class FlushMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private (double Seconds, int Flushes, long Rows, int Batches) _sums;

    public FlushMeter()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "WriteBack.Fast", Name: "writeback.flush.duration" or "writeback.flush.batch.size" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => Add(seconds, flushes: 1, rows: 0, batches: 0));
        _listener.SetMeasurementEventCallback<int>((_, rows, _, _) => Add(seconds: 0, flushes: 0, rows, batches: 1));
        _listener.Start();
    }

    /// <summary>All flushes so far.</summary>
    public (double Seconds, int Flushes, long Rows, int Batches) Sums
    {
        get
        {
            lock (_lock)
                return _sums;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(double seconds, int flushes, int rows, int batches)
    {
        lock (_lock)
            _sums = (_sums.Seconds + seconds, _sums.Flushes + flushes, _sums.Rows + rows, _sums.Batches + batches);
    }
}
