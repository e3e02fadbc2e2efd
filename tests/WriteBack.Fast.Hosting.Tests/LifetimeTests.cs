using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Hosting;

/// <summary>From when until when a host's cache is open.</summary>
public sealed class LifetimeTests : IAsyncDisposable
{
    private static readonly CartId Id = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"));

    private readonly HostFixture _fixture = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_open_for_every_hosted_service_and_drained_after_the_last(bool isConcurrent)
    {
        _fixture.Builder.Services.Configure<HostOptions>(options =>
            (options.ServicesStartConcurrently, options.ServicesStopConcurrently) = (isConcurrent, isConcurrent));
        // One before the cache and one after, so that the order of the two plays no part.
        _fixture.Builder.Services.AddHostedService(static services => new WritesAsItStops(services.GetRequiredService<IServiceProvider>(), 1));
        _fixture.Builder.Services.AddVisitCache(visits => visits.UseSqlite(_fixture.Database).WithOptions(static options => options.FlushInterval = Timeout.InfiniteTimeSpan));
        _fixture.Builder.Services.AddSingleton<IHostedService>(static services => new WritesAsItStops(services, 2));
        using var host = _fixture.Build();

        await host.StartAsync(Ct);
        Assert.Equal(2, host.Services.GetRequiredService<Host.VisitCache>().Count);
        await host.StopAsync(Ct);

        Assert.Equal(new Visit(11), (await _fixture.LoadAsync(Host.VisitCache.Schema, 1)).Value);
        Assert.Equal(new Visit(12), (await _fixture.LoadAsync(Host.VisitCache.Schema, 2)).Value);
        Assert.Contains((LogLevel.Information, "Cache 'visit' is open on SqliteStore`2."), _fixture.Log.Entries);
        Assert.Contains(_fixture.Log.Entries, static entry => entry.Level == LogLevel.Information
            && entry.Message.StartsWith("Cache 'visit' is closed: 2 writes stored, 0 dead letters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_of_the_last_request_is_stored()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddCartCache(carts => carts.UseSqlite(_fixture.Database).WithOptions(static options => options.FlushInterval = Timeout.InfiniteTimeSpan));
        await using var app = builder.Build();
        var begun = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        app.MapPost("/", async (CartCache carts) =>
        {
            begun.SetResult();
            await goOn.Task;
            carts.Set(Id, new Cart("ann", 3));
            return Results.Ok();
        });
        await app.StartAsync(Ct);
        using var client = new HttpClient();

        var request = client.PostAsync(new Uri(app.Urls.Single()), content: null, Ct);
        await begun.Task;
        var stop = app.StopAsync(Ct);
        goOn.SetResult();

        Assert.True((await request).IsSuccessStatusCode);
        await stop;
        Assert.Equal(new Cart("ann", 3), (await _fixture.LoadAsync(CartCache.Schema, Id)).Value);
    }

    [Fact]
    public async Task Each_of_several_caches_is_there_under_both_its_types()
    {
        _fixture.Builder.Services.AddVisitCache(visits => visits.UseSqlite(_fixture.Database));
        _fixture.Builder.Services.AddCartCache(carts => carts.UseSqlite(_fixture.Database));
        using var host = _fixture.Build();
        await host.StartAsync(Ct);

        Assert.Same(host.Services.GetRequiredService<CartCache>(), host.Services.GetRequiredService<IWriteBackCache<CartId, Cart>>());
        Assert.Same(host.Services.GetRequiredService<Host.VisitCache>(), host.Services.GetRequiredService<IWriteBackCache<long, Visit>>());
    }

    [Fact]
    public async Task A_hosted_service_can_have_it_injected()
    {
        _fixture.Builder.Services.AddHostedService<Injected>();
        _fixture.Builder.Services.AddCartCache(carts => carts.UseSqlite(_fixture.Database));
        using var host = _fixture.Build();

        await host.StartAsync(Ct);
        await host.StopAsync(Ct);

        Assert.Equal(new Cart("injected", 1), (await _fixture.LoadAsync(CartCache.Schema, Id)).Value);
        Assert.Single(_fixture.Log.Entries, static entry => entry.Message.Contains("is open", StringComparison.Ordinal));
        Assert.Single(_fixture.Log.Entries, static entry => entry.Message.Contains("is closed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Services_without_a_host_close_it_when_they_are_disposed_of()
    {
        _fixture.Builder.Services.AddCartCache(carts => carts.UseSqlite(_fixture.Database));
        await using (var services = _fixture.Builder.Services.BuildServiceProvider())
            services.GetRequiredService<CartCache>().Set(Id, new Cart("ann", 1));

        Assert.True((await _fixture.LoadAsync(CartCache.Schema, Id)).Found);
    }

    [Fact]
    public async Task A_cache_that_cannot_open_keeps_the_host_from_starting()
    {
        var services = _fixture.Builder.Services;
        services.AddCartCache(carts => carts.UseSqlite(_fixture.Database).WithOptions(static options => (options.Capacity, options.MaxBatchSize) = (0, 0)));
        services.AddHostedService(static _ => new Forbidden());
        using var host = _fixture.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));

        Assert.Equal(2, error.Failures.Count());
        Assert.Throws<OptionsValidationException>(host.Services.GetRequiredService<CartCache>);
    }

    [Fact]
    public async Task A_cache_without_a_store_says_how_to_give_it_one()
    {
        _fixture.Builder.Services.AddCartCache(static _ => { });
        using var host = _fixture.Build();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));

        Assert.Contains("UseSqlite", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_has_time_of_its_own_to_drain_when_another_service_takes_the_whole_time_of_the_host(bool isConcurrent)
    {
        const int carts = 100;
        var rows = new InMemoryStore<CartId, Cart>(TimeSpan.FromMilliseconds(20));
        _fixture.Builder.Services.Configure<HostOptions>(options =>
            (options.ShutdownTimeout, options.ServicesStopConcurrently) = (TimeSpan.FromMilliseconds(100), isConcurrent));
        _fixture.Builder.Services.AddHostedService(static _ => new TakesTheWholeTime());
        _fixture.Builder.Services.AddCartCache(cache => cache.UseStore(_ => rows).WithOptions(static options =>
            (options.FlushInterval, options.MaxBatchSize) = (Timeout.InfiniteTimeSpan, carts / 10)));
        var host = _fixture.Build();
        await host.StartAsync(Ct);
        for (int number = 0; number < carts; number++)
            host.Services.GetRequiredService<CartCache>().Set(new CartId(Guid.NewGuid()), new Cart("ann", number));

        await Record.ExceptionAsync(() => host.StopAsync(Ct));
        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal(carts, rows.Count);
        Assert.Contains(_fixture.Log.Entries, static entry => entry.Message.StartsWith("Cache 'shopping_cart' is closed: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_hold_the_host_longer_than_the_cache_allows()
    {
        var store = new FaultInjectingStore<CartId, Cart>(new InMemoryStore<CartId, Cart>());
        store.Pause();
        _fixture.Builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromHours(1));
        _fixture.Builder.Services.AddCartCache(carts =>
            carts.UseStore(_ => store).WithOptions(static options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200)));
        using var host = _fixture.Build();
        await host.StartAsync(Ct);
        host.Services.GetRequiredService<CartCache>().Set(Id, new Cart("ann", 1));

        try
        {
            await host.StopAsync(Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);
        }
        finally
        {
            store.Resume();
        }

        Assert.Contains(_fixture.Log.Entries, static entry => entry.Level == LogLevel.Warning
            && entry.Message.StartsWith("Cache 'shopping_cart' is closed, and 1 writes are lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_did_not_start_leaves_nothing_open()
    {
        var store = new DisposableStore();
        _fixture.Builder.Services.AddCartCache(carts => carts.UseStore(_ => store));
        _fixture.Builder.Services.AddHostedService(static _ => new Forbidden());
        var host = _fixture.Build();
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        var cache = host.Services.GetRequiredService<CartCache>();
        Assert.False(store.IsDisposed);

        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.True(store.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => cache.Set(Id, new Cart("ann", 1)));
    }

    private sealed class WritesAsItStops(IServiceProvider services, long key) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<Host.VisitCache>().Set(key, new Visit(0));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            services.GetRequiredService<Host.VisitCache>().Set(key, new Visit((int)key + 10));
            return Task.CompletedTask;
        }
    }

    private sealed class Injected(CartCache carts) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            carts.Set(Id, new Cart("injected", 1));
            return Task.CompletedTask;
        }
    }

    private sealed class TakesTheWholeTime : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            var over = new TaskCompletionSource();
            cancellationToken.UnsafeRegister(static over => ((TaskCompletionSource)over!).SetResult(), over);
            return over.Task;
        }
    }

    private sealed class Forbidden : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("Something else fails.");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class DisposableStore : IWriteBackStore<CartId, Cart>, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask<LoadResult<Cart>> LoadAsync(CartId key, CancellationToken ct) => new(LoadResult<Cart>.NotFound);

        public ValueTask WriteAsync(WriteBatch<CartId, Cart> batch, CancellationToken ct) => ValueTask.CompletedTask;

        public void Dispose() => IsDisposed = true;
    }
}
