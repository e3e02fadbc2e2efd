using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WriteBack.Fast.Tests.Hosting;

public sealed class HealthTests : IAsyncDisposable
{
    private readonly HostFixture _fixture = new();
    private readonly FaultInjectingStore<CartId, Cart> _store = new(new InMemoryStore<CartId, Cart>());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync()
    {
        _store.Resume();
        _store.Cure();
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_cache_that_flushes_is_healthy_and_shows_its_figures()
    {
        var (host, cache) = await StartAsync();
        cache.Set(new CartId(Guid.NewGuid()), new Cart("ann", 1));
        await cache.FlushAsync(Ct);

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(
            ["shopping_cart.dead_lettered", "shopping_cart.dirty", "shopping_cart.dirty_ratio", "shopping_cart.is_log_faulted", "shopping_cart.is_store_down", "shopping_cart.oldest_dirty_age"],
            report.Data.Keys.Order());
        Assert.Equal(0, report.Data["shopping_cart.dirty"]);
    }

    [Fact]
    public async Task A_cache_is_degraded_while_its_store_is_down()
    {
        var (host, cache) = await StartAsync();
        _store.FailNext(100_000, new IOException("down"));
        cache.Set(new CartId(Guid.NewGuid()), new Cart("ann", 1));
        var flush = cache.FlushAsync(Ct).AsTask();
        await _store.WaitForWriteAsync(2, Ct);

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("shopping_cart: its store is down", report.Description, StringComparison.Ordinal);
        _store.Cure();
        await flush;
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Status);
    }

    [Theory]
    [InlineData(10, HealthStatus.Healthy)]
    [InlineData(60, HealthStatus.Degraded)]
    [InlineData(99, HealthStatus.Unhealthy)]
    public async Task Many_dirty_entries_are_a_bad_sign(int dirty, HealthStatus status)
    {
        var (host, cache) = await StartAsync();
        _store.Pause();
        for (int entry = 0; entry < dirty; entry++)
            Assert.True(cache.TrySet(new CartId(Guid.NewGuid()), new Cart("ann", entry)));

        var report = await CheckAsync(host);

        Assert.Equal(status, report.Status);
        Assert.Equal(dirty, report.Data["shopping_cart.dirty"]);
    }

    [Fact]
    public async Task Old_dirty_entries_are_a_bad_sign()
    {
        var (host, cache) = await StartAsync(static options => options.DegradedAge = TimeSpan.FromTicks(-1), static options => options.UnhealthyAge = TimeSpan.Zero);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Status);
        _store.Pause();
        cache.Set(new CartId(Guid.NewGuid()), new Cart("ann", 1));
        while (cache.Statistics.OldestDirtyAge == TimeSpan.Zero)
            await Task.Yield();

        var report = await CheckAsync(host);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("the oldest dirty entry has waited for", report.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_is_not_open_or_closed_is_unhealthy()
    {
        Add(static _ => { });
        var host = _fixture.Build();
        Assert.Equal((HealthStatus.Unhealthy, "shopping_cart is not open"), await StatusAsync());
        await host.StartAsync(Ct);
        Assert.Equal(HealthStatus.Healthy, (await StatusAsync()).Status);
        await host.StopAsync(Ct);
        Assert.Equal((HealthStatus.Unhealthy, "shopping_cart is not open"), await StatusAsync());

        async Task<(HealthStatus Status, string? Description)> StatusAsync()
        {
            var report = await CheckAsync(host);
            return (report.Status, report.Description);
        }
    }

    [Fact]
    public async Task A_log_that_has_failed_is_unhealthy_at_once_and_as_bad_as_the_registration_says()
    {
        var registration = new HealthCheckRegistration("writeback", static _ => throw new NotSupportedException(), HealthStatus.Degraded, tags: null);
        var check = new WriteBackHealthCheck([new FaultedCache()], new WriteBackHealthOptions());

        var result = await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, Ct);

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("faulted: its write-ahead log has failed", result.Description, StringComparison.Ordinal);
    }

    private static async Task<HealthReportEntry> CheckAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ct)).Entries["writeback"];

    private void Add(params Action<WriteBackHealthOptions>[] configure)
    {
        _fixture.Builder.Services.AddCartCache(carts => carts.UseStore(_ => _store).WithOptions(static options =>
        {
            (options.Capacity, options.FlushInterval, options.ShutdownTimeout) = (200, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(5));
            (options.Retry.BaseDelay, options.Retry.MaxDelay) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        }));
        _fixture.Builder.Services.AddHealthChecks().AddWriteBack(options => Array.ForEach(configure, change => change(options)));
    }

    private async Task<(IHost Host, CartCache Cache)> StartAsync(params Action<WriteBackHealthOptions>[] configure)
    {
        Add(configure);
        var host = _fixture.Build();
        await host.StartAsync(Ct);
        return (host, host.Services.GetRequiredService<CartCache>());
    }

    private sealed class FaultedCache : IHostedCache
    {
        public string Name => "faulted";

        public CacheHealth? Health => new CacheHealth(new WriteBackStatistics { IsLogFaulted = true }, Dirty: 0, MaxDirty: 1);

        public Task OpenAsync(CancellationToken ct) => Task.CompletedTask;

        public Task CloseAsync() => Task.CompletedTask;
    }
}
