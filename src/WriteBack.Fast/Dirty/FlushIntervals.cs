namespace WriteBack.Fast;

/// <summary>How long dirty entries wait before they are due, by priority; infinite for ever.</summary>
/// <param name="High">The interval of <see cref="FlushPriority.High"/>.</param>
/// <param name="Normal">The interval of <see cref="FlushPriority.Normal"/>.</param>
/// <param name="Low">The interval of <see cref="FlushPriority.Low"/>.</param>
internal readonly record struct FlushIntervals(TimeSpan High, TimeSpan Normal, TimeSpan Low)
{
    // By default, an entry of high priority waits for an eighth of the interval.
    private const int HighShare = 8;

    /// <summary>The intervals that options give.</summary>
    public static FlushIntervals Of(WriteBackOptions options)
    {
        var normal = options.FlushInterval;
        var high = normal == Timeout.InfiniteTimeSpan ? normal : normal / HighShare;
        return new FlushIntervals(options.HighFlushInterval ?? high, normal, options.LowFlushInterval ?? normal);
    }

    /// <summary>The interval of a lane.</summary>
    public TimeSpan Of(int lane) => lane == FlushPriority.High.Lane ? High : lane == FlushPriority.Low.Lane ? Low : Normal;
}
