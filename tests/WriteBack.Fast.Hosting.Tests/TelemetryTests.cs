using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace WriteBack.Fast.Tests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Open_telemetry_gets_the_measurements_and_the_flushes()
    {
        var ct = TestContext.Current.CancellationToken;
        List<Metric> metrics = [];
        List<Activity> activities = [];
        using var meters = Sdk.CreateMeterProviderBuilder().AddWriteBackInstrumentation().AddInMemoryExporter(metrics).Build();
        using var traces = Sdk.CreateTracerProviderBuilder().AddWriteBackInstrumentation().AddInMemoryExporter(activities).Build();
        await using (var cache = await CartCache.OpenAsync(new InMemoryStore<CartId, Cart>(), ct: ct))
        {
            cache.Set(new CartId(Guid.NewGuid()), new Cart("ann", 1));
            await cache.FlushAsync(ct);
            meters.ForceFlush();
            traces.ForceFlush();
        }

        Assert.Contains(metrics, static metric => metric.Name == "writeback.writes.stored");
        Assert.Contains(metrics, static metric => metric.Name == "writeback.flush.duration");
        Assert.Contains(activities, static activity => activity.OperationName == "writeback.flush");
    }
}
