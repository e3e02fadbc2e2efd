namespace WriteBack.Fast;

// Times of 32 bits that wrap around, so that a deadline takes four bytes. A unit is a millisecond, or more where the time to live
// would exceed 2^24 units. An expired entry that nobody reads and no sweep reaches for 2^31 units would become live again; sweeps
// come far more often.

/// <summary>Computes deadlines and tells whether they have passed. Thread-safe.</summary>
internal sealed class ExpiryClock
{
    private const int LongestLife = 1 << 24;

    private readonly TimeProvider _time;
    private readonly long _unit;
    private readonly uint _life;

    /// <summary>Makes a clock.</summary>
    /// <param name="time">The cache's clock.</param>
    /// <param name="timeToLive">The time that an entry lives after its last write or load.</param>
    public ExpiryClock(TimeProvider time, TimeSpan timeToLive)
    {
        double milliseconds = Math.Ceiling(timeToLive.TotalMilliseconds);
        _time = time;
        _unit = (long)Math.Ceiling(milliseconds / LongestLife);
        _life = (uint)Math.Ceiling(milliseconds / _unit);
    }

    /// <summary>The deadline of an entry that is written or loaded now.</summary>
    public uint Deadline => Now + _life;

    // For the system's clock, TickCount64: it takes a few nanoseconds to read and has a resolution of a few milliseconds.
    private uint Now
    {
        get
        {
            long milliseconds = _time == TimeProvider.System
                ? Environment.TickCount64
                : (long)_time.GetElapsedTime(0, _time.GetTimestamp()).TotalMilliseconds;
            return (uint)(_unit == 1 ? milliseconds : milliseconds / _unit);
        }
    }

    /// <summary>Whether a deadline has passed.</summary>
    public bool IsPast(uint deadline) => (int)(Now - deadline) >= 0;
}
