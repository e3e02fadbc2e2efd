namespace WriteBack.Fast;

// Each tick of the interval notes the tail of every ring. An entry that lies before the tails of the last tick but one was
// accepted at least one interval ago: it is overdue. The timer takes the notes, since the drainer may be waiting for the store.

/// <summary>Watermarks by time: they tell which entries are overdue, so that their priority does not count any more. Thread-safe.</summary>
/// <param name="rings">The rings of all shards.</param>
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

    /// <summary>Moves a watermark to the overdue position: every entry before it is overdue.</summary>
    public void MoveToOverdue(Watermark watermark)
    {
        lock (_lock)
            watermark.MoveTo(_overdue);
    }
}
