using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>
/// A cache and its store in a host. It is opened when the host starts, or before for a service that has it injected and is made
/// before anything starts, as hosted services are. It is closed when the host has stopped, or at the latest when its services are
/// disposed of, as when something else kept it from starting.
/// </summary>
internal sealed class HostedCache<TCache, TKey, TValue>(WriteBackCacheBuilder<TKey, TValue> builder, IServiceProvider services)
    : IHostedCache, IAsyncDisposable
    where TCache : class, IGeneratedCache<TCache, TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly ILogger _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("WriteBack.Fast.Hosting");
    private readonly SemaphoreSlim _opening = new(1, 1);

    // Written while _opening is held; the cache last, so that whoever sees it without holding that sees the others too.
    private IWriteBackStore<TKey, TValue>? _store;
    private int _maxDirty;
    private volatile TCache? _cache;

    private readonly Lock _closeLock = new();
    private volatile bool _isClosed;
    private Task? _closing;

    public string Name => builder.Schema.Name;

    /// <summary>The cache, which whoever is first waits for.</summary>
    // On the pool, since a store may return to the context in which it is called, and that of the caller is blocked here.
    public TCache Cache => _cache ?? Task.Run(() => OpenOnceAsync(CancellationToken.None)).GetAwaiter().GetResult();

    public CacheHealth? Health => _cache is { } cache && !_isClosed
        ? new CacheHealth(cache.Statistics, cache.DirtyCount, _maxDirty)
        : null;

    public Task OpenAsync(CancellationToken ct) => OpenOnceAsync(ct);

    public Task CloseAsync()
    {
        // A host that stops its services concurrently does not wait for a close once its time is over, and disposes of the cache
        // during the close.
        lock (_closeLock)
            return _closing ??= CloseOnceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        _opening.Dispose();
    }

    private static async ValueTask DisposeAsync(IWriteBackStore<TKey, TValue> store)
    {
        if (store is IAsyncDisposable closing)
            await closing.DisposeAsync().ConfigureAwait(false);
        else
            (store as IDisposable)?.Dispose();
    }

    private async Task CloseOnceAsync()
    {
        _isClosed = true;
        if (_cache is not { } cache)
            return;
        HostingLog.Drained(_logger, Name, await cache.CloseAsync().ConfigureAwait(false));
        await DisposeAsync(_store!).ConfigureAwait(false);
    }

    private async Task<TCache> OpenOnceAsync(CancellationToken ct)
    {
        await _opening.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            return _cache ??= await OpenNowAsync(ct).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<TCache> OpenNowAsync(CancellationToken ct)
    {
        var options = CreateOptions();
        _maxDirty = Math.Max(1, (int)(options.Capacity * options.MaxDirtyRatio));
        _store = builder.CreateStore(services);
        try
        {
            var cache = await TCache.OpenAsync(_store, options, ct).ConfigureAwait(false);
            HostingLog.Opened(_logger, Name, _store.GetType().Name);
            return cache;
        }
        catch
        {
            await DisposeAsync(_store).ConfigureAwait(false);
            throw;
        }
    }

    private WriteBackOptions CreateOptions()
    {
        var options = new WriteBackOptions
        {
            LoggerFactory = services.GetRequiredService<ILoggerFactory>(),
            TimeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        if (services.GetService<IConfiguration>() is { } configuration)
            OptionsSection.For(configuration, typeof(TCache).Name, Name).Apply(options);
        builder.Configure(services, options);
        return options;
    }
}
