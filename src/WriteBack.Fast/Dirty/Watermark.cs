namespace WriteBack.Fast;

/// <summary>A position in every ring of a cache. Not thread-safe.</summary>
/// <param name="rings">How many rings there are.</param>
internal sealed class Watermark(int rings)
{
    private readonly long[] _positions = new long[rings];

    public long this[int ring] => _positions[ring];

    /// <summary>A watermark that no ring ever reaches.</summary>
    public static Watermark Unreachable(int rings)
    {
        var watermark = new Watermark(rings);
        Array.Fill(watermark._positions, long.MaxValue);
        return watermark;
    }

    /// <summary>Moves to what the rings have accepted by now.</summary>
    public void MoveToTails(DirtyRing[] rings)
    {
        for (int ring = 0; ring < rings.Length; ring++)
            _positions[ring] = rings[ring].Tail;
    }

    /// <summary>Whether everything before it has been consumed.</summary>
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
    /// <returns>Whether the other has a position beyond the first in some ring.</returns>
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

    /// <summary>Goes back to the beginning of every ring.</summary>
    public void Clear() => Array.Clear(_positions);
}
