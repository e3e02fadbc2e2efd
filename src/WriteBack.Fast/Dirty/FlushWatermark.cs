namespace WriteBack.Fast;

/// <summary>One watch of <see cref="FlushWatermarks"/>. Its members need that object's lock, except <see cref="Task"/>.</summary>
internal sealed class FlushWatermark
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Watermark _upTo = null!;
    private long _filledBefore;
    private long _coversUpTo = long.MaxValue;

    public Task Task => _source.Task;

    /// <summary>Whether everything that the watch waits for has left the rings.</summary>
    public bool IsConsumed => _coversUpTo != long.MaxValue;

    public void Begin(DirtyRing[] rings, long lastFill)
    {
        _upTo = new Watermark(rings.Length);
        _upTo.MoveToTails(rings);
        _filledBefore = lastFill;
    }

    /// <summary>Raises a watermark to what the watch waits for in the rings.</summary>
    public void RaiseTo(Watermark target) => target.Raise(_upTo);

    public void OnFilled(DirtyRing[] rings, long fill)
    {
        if (!IsConsumed && _upTo.IsPassed(rings))
            _coversUpTo = fill;
    }

    public void OnSettled(long fill, Watermark queuedUpTo)
    {
        if (fill <= _filledBefore && _upTo.Raise(queuedUpTo))
            _coversUpTo = long.MaxValue;
    }

    /// <summary>Completes the watch, unless a write that it covers is not settled yet.</summary>
    /// <param name="oldestOpen">The number of the first fill of which a write is not settled.</param>
    public bool TryComplete(long oldestOpen) => oldestOpen > _coversUpTo && _source.TrySetResult();

    public void Fail(Exception reason)
    {
        _source.TrySetException(reason);
        _ = _source.Task.Exception;
    }
}
