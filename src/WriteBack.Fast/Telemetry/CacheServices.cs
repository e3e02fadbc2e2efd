using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WriteBack.Fast;

/// <summary>The services that every room of a cache may use.</summary>
/// <param name="Name">The instance's name, used in messages, in the metrics' tag, and as a folder's name.</param>
/// <param name="Options">The validated options.</param>
/// <param name="Logger">The cache's logger, which never throws.</param>
/// <param name="Counters">The counters of flushing and loading.</param>
/// <param name="Metrics">The measurements that are recorded directly.</param>
internal sealed record CacheServices(
    string Name, WriteBackOptions Options, ILogger Logger, FlushCounters Counters, CacheMetrics Metrics)
{
    public TimeProvider Time => Options.TimeProvider;

    /// <summary>The same clock, for timers that must fire while no thread of the thread pool is free.</summary>
    public TimeProvider BackgroundTime { get; } = BackgroundTimeProvider.For(
        Options.TimeProvider, exception => LogMessages.TimerFailed(Logger, Name, exception));

    /// <summary>Makes the services of a cache.</summary>
    /// <param name="name">The name of the cache's instance.</param>
    /// <param name="options">The validated options.</param>
    public static CacheServices Of(string name, WriteBackOptions options)
    {
        ILogger logger = options.LoggerFactory is { } factory
            ? new NonThrowingLogger(factory.CreateLogger(typeof(WriteBackOptions).Namespace!))
            : NullLogger.Instance;
        return new CacheServices(name, options, logger, new FlushCounters(), new CacheMetrics(name));
    }

    /// <summary>The path of the cache's own folder inside a directory. An instance's name is a file name; a schema's need not be.</summary>
    public string FolderIn(string directory) => Path.Combine(directory, Options.Instance ?? Uri.EscapeDataString(Name));
}
