namespace WriteBack.Fast;

/// <summary>The ages of all dirty entries that are in a ring, by watermarks over time. Not thread-safe.</summary>
internal sealed class DirtyTimeline
{
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(1);

    // The notes of one interval: at least about 64, at most 256.
    private const int FewestSteps = 64;
    private const int MostSteps = 256;

    private readonly Lane[] _lanes = new Lane[RingNumber.Lanes];
    private readonly double _ticksPerSecond;

    /// <summary>Makes a timeline without notes.</summary>
    /// <param name="rings">The rings of all shards.</param>
    /// <param name="intervals">The intervals of the priorities.</param>
    /// <param name="frequency">The ticks of a timestamp per second.</param>
    public DirtyTimeline(DirtyRing[] rings, FlushIntervals intervals, long frequency)
    {
        _ticksPerSecond = frequency;
        for (int lane = 0; lane < _lanes.Length; lane++)
            _lanes[lane] = new Lane(new LaneTimeline(rings, lane));
        SetIntervals(intervals);
    }

    /// <summary>Whether an entry lies behind the last note.</summary>
    public bool HasNews => Array.Exists(_lanes, static lane => lane.Timeline.HasNews);

    /// <summary>A timestamp that is not after the oldest entry was accepted; the largest one if there is no entry.</summary>
    public long OldestSince
    {
        get
        {
            long oldest = long.MaxValue;
            foreach (var lane in _lanes)
                oldest = Math.Min(oldest, lane.Timeline.OldestSince);
            return oldest;
        }
    }

    /// <summary>Sets how long entries of each priority wait. It holds for those that wait already.</summary>
    public void SetIntervals(FlushIntervals intervals)
    {
        for (int lane = 0; lane < RingNumber.Priorities; lane++)
        {
            var interval = intervals.Of(lane);
            _lanes[lane].Interval = interval == Timeout.InfiniteTimeSpan ? null : TicksOf(interval);
            _lanes[lane].Step = TicksOf(StepOf(interval));
        }

        // An awaited entry is not waited for, so its lane tells ages only.
        _lanes[RingNumber.Awaited].Step = TicksOf(LongestStep);
    }

    /// <summary>Notes the tails at a moment at which every entry since the last note is new.</summary>
    public void TakeNew(long now)
    {
        foreach (var lane in _lanes)
            lane.Timeline.TakeNew(now);
    }

    /// <summary>Notes the tails of the lanes whose step is over.</summary>
    public void Take(long now)
    {
        foreach (var lane in _lanes)
            lane.Timeline.Take(now, lane.Step);
    }

    /// <summary>The ticks until an entry with a note is due that was not due before; the largest number if there is none.</summary>
    public long UntilDue(long now)
    {
        long least = long.MaxValue;
        foreach (var lane in _lanes)
        {
            if (lane.Interval is { } interval)
                least = Math.Min(least, lane.Timeline.UntilDue(now, interval, lane.Step));
        }

        return least;
    }

    /// <summary>The ticks until the next note.</summary>
    public long UntilNote
    {
        get
        {
            long least = _lanes[FlushPriority.Normal.Lane].Step;
            foreach (var lane in _lanes)
            {
                if (lane.Timeline.HasNews)
                    least = Math.Min(least, lane.Step);
            }

            return least;
        }
    }

    /// <summary>Moves a watermark to the positions before which every entry has waited for its interval.</summary>
    public void MoveToDue(Watermark watermark, long now)
    {
        foreach (var lane in _lanes)
        {
            if (lane.Interval is { } interval)
                lane.Timeline.MoveTo(watermark, now - interval);
        }
    }

    /// <summary>Moves a watermark to a position that only the oldest entries of some priority lie before.</summary>
    /// <returns>The lane of that priority; the watermark has been moved there alone. -1 if no priority has an entry.</returns>
    public int MoveToOldest(Watermark watermark)
    {
        int oldest = -1;
        long least = long.MaxValue;
        for (int lane = 0; lane < RingNumber.Priorities; lane++)
        {
            long since = _lanes[lane].Timeline.OldestSince;
            if (since < least)
                (oldest, least) = (lane, since);
        }

        if (oldest >= 0)
            _lanes[oldest].Timeline.MoveToOldest(watermark);
        return oldest;
    }

    private static TimeSpan StepOf(TimeSpan interval)
    {
        if (interval == Timeout.InfiniteTimeSpan)
            return LongestStep;
        var step = interval / FewestSteps;
        step = step < LongestStep ? step : LongestStep;
        step = step > interval / MostSteps ? step : interval / MostSteps;
        return step > ShortestStep ? step : ShortestStep;
    }

    private long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * _ticksPerSecond);

    private sealed class Lane(LaneTimeline timeline)
    {
        public LaneTimeline Timeline => timeline;

        /// <summary>The ticks that an entry waits; null for ever.</summary>
        public long? Interval { get; set; }

        /// <summary>The ticks between two notes.</summary>
        public long Step { get; set; }
    }
}
