namespace WriteBack.Fast;

/// <summary>A position in every ring of a cache. Not thread-safe.</summary>
/// <param name="rings">The number of rings.</param>
internal sealed class Watermark(int rings)
{
    private readonly long[] _positions = new long[rings];

    public long this[int ring]
    {
        get => _positions[ring];
        set => _positions[ring] = value;
    }

    /// <summary>A watermark that no ring ever reaches.</summary>
    public static Watermark Unreachable(int rings)
    {
        var watermark = new Watermark(rings);
        Array.Fill(watermark._positions, long.MaxValue);
        return watermark;
    }

    /// <summary>Moves to the tail of every ring.</summary>
    public void MoveToTails(DirtyRing[] rings)
    {
        for (int ring = 0; ring < rings.Length; ring++)
            _positions[ring] = rings[ring].Tail;
    }

    /// <summary>Whether every ring has been consumed up to the watermark.</summary>
    public bool IsPassed(DirtyRing[] rings)
    {
        for (int ring = 0; ring < rings.Length; ring++)
        {
            if (rings[ring].Head < _positions[ring])
                return false;
        }

        return true;
    }

    /// <summary>Raises the position in one ring, unless it is higher already.</summary>
    public void Raise(int ring, long position) => _positions[ring] = Math.Max(_positions[ring], position);

    /// <summary>Raises every position to that of another watermark, unless it is higher already.</summary>
    /// <returns>Whether the other watermark is above 0 in some ring.</returns>
    public bool Raise(Watermark other)
    {
        bool isAny = false;
        for (int ring = 0; ring < _positions.Length; ring++)
        {
            isAny |= other[ring] > 0;
            Raise(ring, other[ring]);
        }

        return isAny;
    }

    public void MoveTo(Watermark other) => other._positions.CopyTo(_positions, 0);

    /// <summary>Moves back to 0 in every ring.</summary>
    public void Clear() => Array.Clear(_positions);
}
