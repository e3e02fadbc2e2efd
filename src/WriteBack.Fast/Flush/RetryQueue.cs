namespace WriteBack.Fast;

// An entry that failed is dirty and has no place in a ring. It is here until its time comes, or until the drainer takes it through a
// ring, since it was written again with a more urgent priority, or by a caller who waits for it. It keeps the fill of its first
// attempt open meanwhile (FlushWatermarks, EntryPast).

/// <summary>The entries that are to be tried again, each with a moment before which it is not. Thread-safe.</summary>
/// <param name="clock">The wake-up of the drainer.</param>
/// <param name="time">The clock.</param>
internal sealed class RetryQueue(DirtyClock clock, TimeProvider time)
{
    // An entry that fails alone is tried a few times more while the cache closes, and not without a pause.
    private static readonly TimeSpan HurriedPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<(int Shard, int Index), Retry> _entries = [];
    private readonly PriorityQueue<(int Shard, int Index), long> _moments = new();
    private bool _isHurried;
    private int _count;

    /// <summary>Whether there is no entry. It may be out of date.</summary>
    // Acquire: pairs with the release in Count. The drainer, who alone takes entries, may miss one that is being added.
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>Whether an entry may be tried by now. If not, the drainer is woken when one may.</summary>
    public bool HasDue
    {
        get
        {
            if (IsEmpty)
                return false;
            long now = time.GetTimestamp();
            Retry first;
            lock (_lock)
            {
                if (!TryPeek(out _, out first))
                    return false;
                if (first.At <= now)
                    return true;
            }

            clock.WakeAt(first.At);
            return false;
        }
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="place">The place of the entry, with the fills that it keeps open.</param>
    /// <param name="delay">The time before which it is not tried, unless the cache closes.</param>
    /// <param name="isPatient">Whether the entry is not tried at once even if the cache closes.</param>
    /// <returns>Whether the entry was here. It keeps open what it kept open before, and not what the place says.</returns>
    public bool Add(in BatchPlace place, TimeSpan delay, bool isPatient = false)
    {
        // It was here if it failed twice: after the first failure it was written and drained again before it came here.
        var key = (place.Shard, place.Index);
        long now = time.GetTimestamp();
        long at;
        bool wasHere;
        lock (_lock)
        {
            if (_isHurried)
                delay = !isPatient ? TimeSpan.Zero : delay < HurriedPause ? delay : HurriedPause;
            at = now + (long)(delay.TotalSeconds * time.TimestampFrequency);
            wasHere = _entries.TryGetValue(key, out var before);
            _entries[key] = new Retry(at, wasHere ? before.Past : place.Past);
            _moments.Enqueue(key, at);
            Count();
        }

        clock.WakeAt(at);
        return wasHere;
    }

    /// <summary>Takes an entry whose time has come. For the drainer.</summary>
    public bool TryTakeDue(out int shard, out int index, out Retry retry)
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            bool isAny = TryPeek(out var place, out retry) && retry.At <= now;
            (shard, index) = place;
            if (!isAny)
                return false;
            _moments.Dequeue();
            _entries.Remove(place);
            Count();
            return true;
        }
    }

    /// <summary>Takes an entry that the drainer has found in a ring. For the drainer.</summary>
    public bool TryTake(int shard, int index, out Retry retry)
    {
        retry = default;
        if (IsEmpty)
            return false;
        lock (_lock)
        {
            bool isHere = _entries.Remove((shard, index), out retry);
            Count();
            return isHere;
        }
    }

    /// <summary>Ends all delays, now and from now on: the cache closes.</summary>
    public void Hurry()
    {
        long now = time.GetTimestamp();
        lock (_lock)
        {
            _isHurried = true;
            foreach (var (place, retry) in _entries.ToArray())
            {
                _entries[place] = retry with { At = now };
                _moments.Enqueue(place, now);
            }
        }

        clock.OnBacklog();
    }

    // Release: pairs with the acquire in IsEmpty.
    private void Count() => Volatile.Write(ref _count, _entries.Count);

    /// <summary>Finds the first moment whose entry is still here.</summary>
    private bool TryPeek(out (int Shard, int Index) place, out Retry retry)
    {
        while (_moments.TryPeek(out place, out long at))
        {
            if (_entries.TryGetValue(place, out retry) && retry.At == at)
                return true;
            _moments.Dequeue();
        }

        retry = default;
        return false;
    }
}

/// <summary>An entry that is to be tried again.</summary>
/// <param name="At">The timestamp before which it is not tried.</param>
/// <param name="Past">The fills that the entry keeps open.</param>
internal readonly record struct Retry(long At, EntryPast Past);
