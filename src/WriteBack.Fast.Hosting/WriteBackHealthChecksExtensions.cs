using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WriteBack.Fast;

/// <summary>Adds the health of caches to a host's health checks.</summary>
public static class WriteBackHealthChecksExtensions
{
    /// <summary>
    /// Adds one check for all caches of the host. It is degraded while a store is down, and degraded, then unhealthy, as dirty
    /// entries grow old or many; a failed write-ahead log is unhealthy at once. Its data has the figures of each cache.
    /// </summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="configure">Changes from when on.</param>
    /// <param name="name">Name of the check.</param>
    /// <param name="failureStatus">What it reports in place of unhealthy.</param>
    /// <param name="tags">By which the host chooses checks.</param>
    public static IHealthChecksBuilder AddWriteBack(
        this IHealthChecksBuilder builder, Action<WriteBackHealthOptions>? configure = null, string name = "writeback",
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new WriteBackHealthOptions();
        configure?.Invoke(options);
        return builder.Add(new HealthCheckRegistration(
            name, services => new WriteBackHealthCheck(services.GetServices<IHostedCache>(), options), failureStatus, tags));
    }
}
