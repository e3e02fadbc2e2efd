namespace WriteBack.Fast;

// Each tick of the interval notes the tail of every ring. What lies before the tails of the tick before the last was
// accepted between one and two intervals ago, or earlier: it is overdue. The timer takes the notes, since the drainer may
// be waiting for the store.

/// <summary>Watermarks by time: which entries have waited so long that their priority does not count any more. Thread-safe.</summary>
internal sealed class DirtyTimeline(DirtyRing[] rings)
{
    private readonly Lock _lock = new();
    private Watermark _overdue = new(rings.Length);
    private Watermark _last = new(rings.Length);

    /// <summary>Notes that an interval has passed.</summary>
    public void OnTick()
    {
        lock (_lock)
        {
            (_overdue, _last) = (_last, _overdue);
            _last.MoveToTails(rings);
        }
    }

    /// <summary>Moves a watermark to where the entries before it are overdue.</summary>
    public void MoveToOverdue(Watermark watermark)
    {
        lock (_lock)
            watermark.MoveTo(_overdue);
    }
}
