using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace WriteBack.Fast.Tests;

/// <summary>What one instrument of the library's meter has measured while this lives.</summary>
internal sealed class Measurements<T> : IDisposable
    where T : struct
{
    private readonly ConcurrentQueue<(string? Cache, T Value, string? Error)> _all = [];
    private readonly MeterListener _listener = new();

    public Measurements(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name == "WriteBack.Fast" && published.Name == instrument)
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<T>((_, value, tags, _) =>
            _all.Enqueue((Find(tags, "writeback.cache.name"), value, Find(tags, "error.type"))));
        _listener.Start();
    }

    /// <summary>Those of caches of one name, in order.</summary>
    public IReadOnlyList<T> Of(string cache) => [.. _all.Where(one => one.Cache == cache).Select(static one => one.Value)];

    public IReadOnlyList<string?> ErrorsOf(string cache) => [.. _all.Where(one => one.Cache == cache).Select(static one => one.Error)];

    /// <summary>Asks the observed instruments now.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose() => _listener.Dispose();

    private static string? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
                return tag.Value as string;
        }

        return null;
    }
}
