namespace WriteBack.Fast.LogInspect.Reading;

/// <summary>What was found in all the logs.</summary>
internal sealed record Inspection(IReadOnlyList<LogReport> Logs)
{
    public bool IsHealthy => Logs.All(static log => log.Damage is null);
}
