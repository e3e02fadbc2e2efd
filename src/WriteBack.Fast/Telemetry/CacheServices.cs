using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WriteBack.Fast;

/// <summary>What every room of a cache may need to know or tell.</summary>
/// <param name="Name">The instance's name: in messages, in the metrics' tag, and as a folder.</param>
/// <param name="Options">The options, validated.</param>
/// <param name="Logger">Where the cache logs, which never throws.</param>
/// <param name="Counters">What the background has done.</param>
/// <param name="Metrics">What is measured as it happens.</param>
internal sealed record CacheServices(
    string Name, WriteBackOptions Options, ILogger Logger, FlushCounters Counters, CacheMetrics Metrics)
{
    public TimeProvider Time => Options.TimeProvider;

    /// <summary>Makes the services of a cache.</summary>
    /// <param name="name">The name of the cache's instance.</param>
    /// <param name="options">The options, validated.</param>
    public static CacheServices Of(string name, WriteBackOptions options)
    {
        ILogger logger = options.LoggerFactory is { } factory
            ? new NonThrowingLogger(factory.CreateLogger(typeof(WriteBackOptions).Namespace!))
            : NullLogger.Instance;
        return new CacheServices(name, options, logger, new FlushCounters(), new CacheMetrics(name));
    }

    /// <summary>The cache's own folder in a directory.</summary>
    public string FolderIn(string directory) => Path.Combine(directory, Uri.EscapeDataString(Name));
}
