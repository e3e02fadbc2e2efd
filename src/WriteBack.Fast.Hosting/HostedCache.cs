using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

/// <summary>
/// A cache and its store in a host: made when the host starts, closed when it has stopped, or at the latest when its services are
/// disposed of, as when something else kept it from starting.
/// </summary>
internal sealed class HostedCache<TCache, TKey, TValue>(WriteBackCacheBuilder<TKey, TValue> builder, IServiceProvider services)
    : IHostedCache, IAsyncDisposable
    where TCache : class, IGeneratedCache<TCache, TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly ILogger _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("WriteBack.Fast.Hosting");
    private IWriteBackStore<TKey, TValue>? _store;
    private int _maxDirty;
    private volatile TCache? _cache;
    private volatile bool _isClosed;

    public string Name => builder.Schema.Name;

    /// <exception cref="InvalidOperationException">The host has not started yet.</exception>
    public TCache Cache => _cache ?? throw new InvalidOperationException(
        $"The cache '{Name}' is not open yet: it opens when the host starts. Ask for it in a request or a hosted service, or start the host first.");

    public CacheVitals? Vitals => _cache is { } cache && !_isClosed
        ? new CacheVitals(cache.Statistics, cache.DirtyCount, _maxDirty)
        : null;

    public async Task OpenAsync(CancellationToken ct)
    {
        var options = CreateOptions();
        _store = builder.CreateStore(services);
        _cache = await TCache.OpenAsync(_store, options, ct).ConfigureAwait(false);
        _maxDirty = Math.Max(1, (int)(options.Capacity * options.MaxDirtyRatio));
        HostingLog.Opened(_logger, Name, _store.GetType().Name);
    }

    public async Task CloseAsync(CancellationToken ct)
    {
        if (_isClosed)
            return;
        _isClosed = true;
        if (_cache is { } cache)
            HostingLog.Drained(_logger, Name, await cache.CloseAsync(ct).ConfigureAwait(false));
        if (_store is IAsyncDisposable closing)
            await closing.DisposeAsync().ConfigureAwait(false);
        else
            (_store as IDisposable)?.Dispose();
    }

    public async ValueTask DisposeAsync() => await CloseAsync(CancellationToken.None).ConfigureAwait(false);

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
