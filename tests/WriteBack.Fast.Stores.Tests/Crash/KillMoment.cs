namespace WriteBack.Fast.Tests.Crash;

/// <summary>When a process is killed: after a time from its start, or when it has said so many messages.</summary>
internal readonly record struct KillMoment(TimeSpan? After, int Message)
{
    // From the start of a process until its cache is open, and then some.
    private const int LongestStart = 400;

    private const int MostMessages = 6_000;

    public static KillMoment Draw(Random random, bool isToClose) => (isToClose ? 9 : random.Next(10)) switch
    {
        // While the runtime starts, while the log is read, while the first writes are made.
        0 or 1 => new KillMoment(TimeSpan.FromMilliseconds(random.Next(LongestStart)), 0),

        // While what was recovered is flushed.
        2 or 3 => new KillMoment(null, 1 + random.Next(Keys.Count)),

        // While writers write: as often after a few writes as after many.
        _ => new KillMoment(null, Keys.Count + 2 + (int)Math.Exp(random.NextDouble() * Math.Log(MostMessages))),
    };
}
