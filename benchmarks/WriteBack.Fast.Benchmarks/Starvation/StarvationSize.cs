namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>How much each part of the command does.</summary>
internal sealed record StarvationSize
{
    public static StarvationSize Whole { get; } = new();

    public static StarvationSize Quick { get; } = new()
    {
        Callers = 20,
        WritesEach = 20,
        Capacity = 100,
        BatchSize = 20,
        Outage = TimeSpan.FromSeconds(1.5),
        Recovery = TimeSpan.FromSeconds(1),
        OutageRows = 1_000,
        Caches = 10,
        IdleTime = TimeSpan.FromSeconds(0.5),
    };

    /// <summary>The threads of the pool that block in <c>Set</c>.</summary>
    public int Callers { get; private init; } = 400;

    /// <summary>The writes of each, all to keys of their own.</summary>
    public int WritesEach { get; private init; } = 50;

    public int Capacity { get; private init; } = 2_000;

    public int BatchSize { get; private init; } = 100;

    /// <summary>For how long a table is away.</summary>
    public TimeSpan Outage { get; private init; } = TimeSpan.FromSeconds(20);

    /// <summary>The rows that are dirty meanwhile.</summary>
    public int OutageRows { get; private init; } = 20_000;

    /// <summary>For how long the cache is then given to store them.</summary>
    public TimeSpan Recovery { get; private init; } = TimeSpan.FromSeconds(5);

    /// <summary>The caches that are idle.</summary>
    public int Caches { get; private init; } = 200;

    /// <summary>For how long their processor time is measured.</summary>
    public TimeSpan IdleTime { get; private init; } = TimeSpan.FromSeconds(5);
}
