using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// The clock ticks while entries become dirty: it notes when that was, and wakes the drainer when some may be due. A quiet clock has a
// note of every entry and waits for the moment at which the first of them is due. So a cache without dirty entries has no timer that
// runs.
//
//   quiet ── a writer's claim ──► claimed ── the same writer, outside its slot: Begin ──► ticking ── a tick finds no new entry ──► quiet
//
// A writer claims its place in a ring first and looks at the state afterwards. A tick sets the state first and looks at the rings
// afterwards. Both have a full fence in between (Dekker), so either the writer begins the ticks, or the tick sees the entry.
//
// The writer itself takes the first note, since the age of its entry counts from the write on, however long the drainer takes to wake.
//
// A user's clock may run other code when it is asked for the time or for a timer: a clock of tests fires the timers that are due. So it
// is asked while no lock is held, neither one of this class nor one of its callers.

/// <summary>Knows the ages of dirty entries, and wakes the drainer when they are due. Thread-safe.</summary>
/// <param name="options">The intervals and the time to live.</param>
/// <param name="time">The clock.</param>
/// <param name="wake">The signal that wakes the drainer.</param>
internal sealed class DirtyClock(WriteBackOptions options, TimeProvider time, WakeSignal wake) : IDisposable
{
    private const int Quiet = 0;
    private const int Claimed = 1;
    private const int Ticking = 2;

    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeSpan _sweepInterval = options.TimeToLive is null ? Timeout.InfiniteTimeSpan : options.FlushInterval;
    private DirtyTimeline _timeline = null!;
    private ITimer? _timer;
    private int _state = Quiet;
    private long _retryAt = long.MaxValue;
    private long _sweepAt;
    private TimeSpan _wait = Timeout.InfiniteTimeSpan;
    private long _waits;

    /// <summary>Whether there is a note of every entry. A writer that finds it so after its claim calls <see cref="OnClaimed"/>.</summary>
    // Acquire: pairs with the exchange in Rest.
    public bool IsQuiet
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _state) == Quiet;
    }

    /// <summary>Whether a writer has claimed a place since the clock was quiet. One that finds it so calls <see cref="Begin"/>.</summary>
    // Acquire: pairs with the compare-and-swap in OnClaimed.
    public bool IsClaimed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _state) == Claimed;
    }

    /// <summary>A timestamp that is not after the oldest entry in a ring was accepted; the largest one if there is none.</summary>
    public long OldestSince
    {
        get
        {
            lock (_lock)
                return _timeline.OldestSince;
        }
    }

    /// <summary>Sets the rings. Called once, before the first write.</summary>
    public void Watch(DirtyRing[] rings) =>
        _timeline = new DirtyTimeline(rings, FlushIntervals.Of(options), time.TimestampFrequency);

    /// <summary>Starts the timer. Entries that are dirty already have their ages.</summary>
    public void Start()
    {
        long now = time.GetTimestamp();
        var timer = time.CreateTimer(
            static clock => ((DirtyClock)clock!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
        {
            _timer = timer;
            _sweepAt = now + TicksOf(_sweepInterval);
            Plan(now);
        }

        Arm();
    }

    /// <summary>Notes that a place has been claimed since the clock was quiet. For a writer inside its slot.</summary>
    // Full fence: pairs with the acquire in IsClaimed, and with the compare-and-swap in Rest.
    public void OnClaimed() => Interlocked.CompareExchange(ref _state, Claimed, Quiet);

    /// <summary>Begins to tick: an entry has become dirty. For a writer outside its slot, with no lock held.</summary>
    public void Begin()
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (_state != Claimed)
                return;
            _timeline.TakeNew(now);
            // Release: pairs with the acquires of the state. A writer that sees it has been noted here, or is by the next tick.
            Volatile.Write(ref _state, Ticking);
            Plan(now);
        }

        Arm();
    }

    /// <summary>Wakes the drainer because an entry is awaited, or because there may be more dirty entries than there should be.</summary>
    public void OnBacklog() => wake.Raise(WakeReasons.Work);

    /// <summary>Wakes the drainer at a timestamp, when an entry that failed may be tried again.</summary>
    public void WakeAt(long timestamp)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (timestamp >= _retryAt)
                return;
            _retryAt = timestamp;
            Plan(now);
        }

        Arm();
    }

    /// <summary>Moves a watermark to the positions before which every entry is due.</summary>
    public void MoveToDue(Watermark watermark)
    {
        long now = time.GetTimestamp();
        lock (_lock)
            _timeline.MoveToDue(watermark, now);
    }

    /// <inheritdoc cref="DirtyTimeline.MoveToOldest"/>
    public int MoveToOldest(Watermark watermark)
    {
        lock (_lock)
            return _timeline.MoveToOldest(watermark);
    }

    public void Dispose()
    {
        ITimer? timer;
        lock (_lock)
            (timer, _timer) = (_timer, null);
        timer?.Dispose();
    }

    private void OnTick()
    {
        var reasons = WakeReasons.Work;
        long now = time.GetTimestamp();
        lock (_lock)
        {
            if (_state == Ticking)
            {
                _timeline.Take(now);
                Rest();
            }

            if (_retryAt <= now)
                _retryAt = long.MaxValue;
            if (_sweepInterval != Timeout.InfiniteTimeSpan && now >= _sweepAt)
            {
                reasons |= WakeReasons.Sweep;
                _sweepAt = now + TicksOf(_sweepInterval);
            }

            Plan(now);
        }

        Arm();
        wake.Raise(reasons);
    }

    /// <summary>Stops ticking if there is a note of every entry.</summary>
    private void Rest()
    {
        if (_timeline.HasNews)
            return;
        // Full fence: pairs with the claim of a writer, which looks at the state afterwards.
        Interlocked.Exchange(ref _state, Quiet);
        if (_timeline.HasNews)
            Interlocked.CompareExchange(ref _state, Ticking, Quiet);
    }

    /// <summary>Decides when the timer is to fire next. Needs the lock; <see cref="Arm"/> follows without it.</summary>
    private void Plan(long now)
    {
        long until = _retryAt == long.MaxValue ? long.MaxValue : _retryAt - now;
        if (_state == Ticking)
            until = Math.Min(until, _timeline.UntilNote);
        until = Math.Min(until, _timeline.UntilDue(now));
        if (_sweepInterval != Timeout.InfiniteTimeSpan)
            until = Math.Min(until, _sweepAt - now);
        _wait = SpanOf(until);
        _waits++;
    }

    /// <summary>Arms the timer as was decided last, by whatever thread.</summary>
    private void Arm()
    {
        while (true)
        {
            ITimer? timer;
            TimeSpan wait;
            long waits;
            lock (_lock)
                (timer, wait, waits) = (_timer, _wait, _waits);
            timer?.Change(wait, Timeout.InfiniteTimeSpan);
            lock (_lock)
            {
                if (waits == _waits)
                    return;
            }
        }
    }

    private long TicksOf(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    private TimeSpan SpanOf(long ticks)
    {
        if (ticks == long.MaxValue)
            return Timeout.InfiniteTimeSpan;
        // Rounded up, since timers count in milliseconds and a timer must not fire before its time.
        var span = TimeSpan.FromMilliseconds(Math.Ceiling(ticks * 1_000.0 / time.TimestampFrequency));
        return span > ShortestTimer ? span : ShortestTimer;
    }
}
