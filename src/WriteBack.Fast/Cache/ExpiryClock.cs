namespace WriteBack.Fast;

// Moments in 32 bits that wrap around, so that a slot has room for one. A unit is a millisecond, or more where the time
// to live is so long that it would not fit: the time to live is 2^24 units at most, and an entry that is not looked at
// for 2^31 of them would come to life again. The sweep comes by far more often.

/// <summary>When entries expire. Thread-safe.</summary>
internal sealed class ExpiryClock
{
    private const int LongestLife = 1 << 24;

    private readonly TimeProvider _time;
    private readonly long _unit;
    private readonly uint _life;

    /// <summary>Makes a clock.</summary>
    /// <param name="time">The cache's clock.</param>
    /// <param name="timeToLive">How long an entry lives after its last write or load.</param>
    public ExpiryClock(TimeProvider time, TimeSpan timeToLive)
    {
        double milliseconds = Math.Ceiling(timeToLive.TotalMilliseconds);
        _time = time;
        _unit = (long)Math.Ceiling(milliseconds / LongestLife);
        _life = (uint)Math.Ceiling(milliseconds / _unit);
    }

    /// <summary>When an entry expires that is written now.</summary>
    public uint Deadline => Now + _life;

    // The system's clock in its cheap form: a few nanoseconds to read, and a few milliseconds apart.
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

    /// <summary>Whether a moment has come.</summary>
    public bool IsPast(uint deadline) => (int)(Now - deadline) >= 0;
}
