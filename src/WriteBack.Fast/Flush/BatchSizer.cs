namespace WriteBack.Fast;

// A call that fails halves the next batch, and a call that succeeds with that many entries doubles it. A size that has failed is tried
// again only after several successes in a row below it. So a store for which a size is too slow is not met with it at every second call.

/// <summary>Decides how many entries a batch has. Thread-safe.</summary>
internal sealed class BatchSizer
{
    /// <summary>The successes in a row after which a size that has failed is tried again.</summary>
    public const int Patience = 8;

    private readonly Lock _lock = new();
    private readonly int _most;
    private int _size;
    private int _failed = int.MaxValue;
    private int _successes;

    /// <summary>Makes a sizer that begins with the largest size.</summary>
    /// <param name="most">The most entries of a batch.</param>
    public BatchSizer(int most) => _size = _most = most;

    /// <summary>The most entries of the next batch.</summary>
    // Acquire: pairs with the release of the lock under which it changes.
    public int Size => Volatile.Read(ref _size);

    /// <summary>Halves the size: a call failed, and not for what one of its entries is.</summary>
    /// <param name="entries">The entries of the call.</param>
    public void OnFailure(int entries)
    {
        lock (_lock)
        {
            _size = Math.Min(_size, Math.Max(1, entries / 2));
            _failed = entries;
            _successes = 0;
        }
    }

    /// <summary>Doubles the size, if the call that succeeded was about as large.</summary>
    /// <param name="entries">The entries of the call.</param>
    public void OnSuccess(int entries)
    {
        if (Size == _most)
            return;
        lock (_lock)
        {
            int grown = Math.Min(_most, 2 * entries);
            if (grown <= _size || (grown >= _failed && ++_successes < Patience))
                return;
            if (grown >= _failed)
                _failed = int.MaxValue;
            (_size, _successes) = (grown, 0);
        }
    }
}
