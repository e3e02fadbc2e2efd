namespace WriteBack.Fast;

// Each tick of the interval notes the tail of every ring. What lies before the tails of the tick before the last was
// accepted between one and two intervals ago, or earlier: it is overdue. The timer takes the notes, since the drainer may
// be waiting for the store.

/// <summary>Which entries have waited so long that their priority does not count any more. Thread-safe.</summary>
internal sealed class DirtyTimeline(DirtyRing[] rings)
{
    private readonly Lock _lock = new();
    private long[] _overdue = new long[rings.Length];
    private long[] _last = new long[rings.Length];

    /// <summary>An interval has passed.</summary>
    public void OnTick()
    {
        lock (_lock)
        {
            (_overdue, _last) = (_last, _overdue);
            for (int ring = 0; ring < rings.Length; ring++)
                _last[ring] = rings[ring].Tail;
        }
    }

    /// <summary>Gets, for each ring, the position before which its entries are overdue.</summary>
    public void CopyTo(Span<long> overdue)
    {
        lock (_lock)
            _overdue.CopyTo(overdue);
    }
}
