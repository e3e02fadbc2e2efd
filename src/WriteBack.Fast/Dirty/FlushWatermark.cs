namespace WriteBack.Fast;

/// <summary>One watch of <see cref="FlushWatermarks"/>. Its members need that object's lock, except the first three.</summary>
/// <param name="began">The timestamp of the watch's beginning.</param>
/// <param name="since">A timestamp: no entry that the watch waits for was accepted before it.</param>
internal sealed class FlushWatermark(long began, long since)
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Watermark _upTo = null!;
    private long _filledBefore;
    private long _coversUpTo = long.MaxValue;

    public Task Task => _source.Task;

    public long Began => began;

    public long Since => since;

    /// <summary>Whether everything that the watch waits for has left the rings.</summary>
    public bool IsConsumed => _coversUpTo != long.MaxValue;

    public void Begin(DirtyRing[] rings, long lastFill)
    {
        _upTo = new Watermark(rings.Length);
        _upTo.MoveToTails(rings);
        _filledBefore = lastFill;
    }

    public void OnFilled(DirtyRing[] rings, long fill)
    {
        if (!IsConsumed && _upTo.IsPassed(rings))
            _coversUpTo = fill;
    }

    public void OnSettled(long fill, Watermark queuedUpTo, bool hasFailed)
    {
        if (fill > _coversUpTo || (!hasFailed && fill > _filledBefore))
            return;
        if (_upTo.Raise(queuedUpTo))
            _coversUpTo = long.MaxValue;
    }

    /// <summary>Completes the watch, unless a batch that it covers is not settled yet.</summary>
    public bool TryComplete(long oldestOut) => oldestOut > _coversUpTo && _source.TrySetResult();

    public void Fail(Exception reason)
    {
        _source.TrySetException(reason);
        _ = _source.Task.Exception;
    }
}
