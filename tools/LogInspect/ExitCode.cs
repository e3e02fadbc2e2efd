namespace WriteBack.Fast.LogInspect;

/// <summary>How a run ends.</summary>
internal static class ExitCode
{
    public const int Healthy = 0;
    public const int Damaged = 1;
    public const int Unusable = 2;
}
