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
            if (cache.Vitals is not { } vitals)
            {
                Complain(HealthStatus.Unhealthy, $"{cache.Name} is not open");
                continue;
            }

            foreach (var (key, value) in DataOf(vitals))
                data[$"{cache.Name}.{key}"] = value;
            foreach (var (status, complaint) in Judge(vitals))
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

    private static IEnumerable<KeyValuePair<string, object>> DataOf(CacheVitals vitals) =>
    [
        new("dirty", vitals.Dirty),
        new("dirty_ratio", vitals.DirtyRatio),
        new("oldest_dirty_age", vitals.Statistics.OldestDirtyAge),
        new("is_store_down", vitals.Statistics.IsStoreDown),
        new("is_log_faulted", vitals.Statistics.IsLogFaulted),
        new("dead_lettered", vitals.Statistics.DeadLettered),
    ];

    private IEnumerable<(HealthStatus Status, string Complaint)> Judge(CacheVitals vitals)
    {
        var age = vitals.Statistics.OldestDirtyAge;
        if (vitals.Statistics.IsLogFaulted)
            yield return (HealthStatus.Unhealthy, "its write-ahead log has failed, nothing is durable before the store has it");
        if (age > options.DegradedAge)
            yield return (Worse(age > options.UnhealthyAge), $"the oldest dirty entry has waited for {age}");
        if (vitals.DirtyRatio > options.DegradedDirtyRatio)
            yield return (Worse(vitals.DirtyRatio > options.UnhealthyDirtyRatio), $"{vitals.Dirty} of at most {vitals.MaxDirty} entries are dirty");
        if (vitals.Statistics.IsStoreDown)
            yield return (HealthStatus.Degraded, "its store is down");
    }

    private static HealthStatus Worse(bool isUnhealthy) => isUnhealthy ? HealthStatus.Unhealthy : HealthStatus.Degraded;
}
