using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace WriteBack.Fast;

/// <summary>Tells how the worst of a host's caches is, and what is wrong with each.</summary>
internal sealed class WriteBackHealthCheck(IEnumerable<IHostedCache> caches, WriteBackHealthOptions options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var worst = HealthStatus.Healthy;
        List<string> complaints = [];
        Dictionary<string, object> data = [];
        foreach (var cache in caches)
        {
            if (cache.Health is not { } health)
            {
                Complain(HealthStatus.Unhealthy, $"{cache.Name} is not open");
                continue;
            }

            foreach (var (key, value) in DataOf(health))
                data[$"{cache.Name}.{key}"] = value;
            foreach (var (status, complaint) in Judge(health))
                Complain(status, $"{cache.Name}: {complaint}");
        }

        // How bad "unhealthy" is, is the registration's to say.
        var result = worst == HealthStatus.Unhealthy ? context.Registration.FailureStatus : worst;
        return Task.FromResult(new HealthCheckResult(result, complaints.Count == 0 ? null : string.Join("; ", complaints), data: data));

        void Complain(HealthStatus status, string complaint)
        {
            worst = status < worst ? status : worst;
            complaints.Add(complaint);
        }
    }

    private static IEnumerable<KeyValuePair<string, object>> DataOf(CacheHealth health) =>
    [
        new("dirty", health.Dirty),
        new("dirty_ratio", health.DirtyRatio),
        new("oldest_dirty_age", health.Statistics.OldestDirtyAge),
        new("is_store_down", health.Statistics.IsStoreDown),
        new("is_log_faulted", health.Statistics.IsLogFaulted),
        new("dead_lettered", health.Statistics.DeadLettered),
    ];

    private IEnumerable<(HealthStatus Status, string Complaint)> Judge(CacheHealth health)
    {
        var age = health.Statistics.OldestDirtyAge;
        if (health.Statistics.IsLogFaulted)
            yield return (HealthStatus.Unhealthy, "its write-ahead log has failed, nothing is durable before the store has it");
        if (age > options.DegradedAge)
            yield return (Worse(age > options.UnhealthyAge), $"the oldest dirty entry has waited for {age}");
        if (health.DirtyRatio > options.DegradedDirtyRatio)
            yield return (Worse(health.DirtyRatio > options.UnhealthyDirtyRatio), $"{health.Dirty} of at most {health.MaxDirty} entries are dirty");
        if (health.Statistics.IsStoreDown)
            yield return (HealthStatus.Degraded, "its store is down");
    }

    private static HealthStatus Worse(bool isUnhealthy) => isUnhealthy ? HealthStatus.Unhealthy : HealthStatus.Degraded;
}
