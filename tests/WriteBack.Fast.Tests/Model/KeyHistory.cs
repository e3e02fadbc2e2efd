namespace WriteBack.Fast.Tests.Model;

// The writes of a key in the order in which the cache accepted them, the first being what the store held before. A write
// is announced before the cache is asked, since the store may be shown it before the call has returned. A set or update
// has a number, so the store's entries tell which write they are of. A delete has none: it is of the latest remove at
// most, and of the first that the store has not seen at least.

/// <summary>What was written to one key, and what has become of it. Guarded by the lock of <see cref="Oracle"/>.</summary>
internal sealed class KeyHistory
{
    private readonly List<Mark?> _writes = [];
    private readonly List<(int Write, Mark? Row)> _deaths = [];
    private readonly int _maxAttempts;
    private int _storedAtLeast;
    private int _storedAtMost;
    private int _shown = -1;
    private bool _isDeleteShown;
    private int _refusals;
    private long _version;
    private bool _isOut;

    public KeyHistory(Mark? row, int maxAttempts)
    {
        _writes.Add(row);
        _maxAttempts = maxAttempts;
        Row = row;
    }

    /// <summary>What the store holds.</summary>
    public Mark? Row { get; private set; }

    public int Newest => _writes.Count - 1;

    /// <summary>The last write that the store can have, or has refused for good.</summary>
    public int Settled => Math.Max(_storedAtMost, Dead);

    public int Dead => _deaths.Count > 0 ? _deaths[^1].Write : -1;

    public bool MayBeLive => _writes[^1] is not null || _deaths.Exists(death => death.Write >= Newest && death.Row is not null);

    public void Announce(Mark? value) => _writes.Add(value);

    public void Retract() => _writes.RemoveAt(Newest);

    /// <summary>The announced update was made, and this is its value.</summary>
    public void Amend(Mark value) => _writes[^1] = value;

    /// <summary>Whether a read that began after a write and has ended by now may have shown a value.</summary>
    public bool MayShow(Mark? value, int since) =>
        _writes.FindIndex(since, write => write == value) >= 0 || _deaths.Exists(death => death.Write >= since && death.Row == value);

    /// <summary>The store is shown an entry.</summary>
    /// <returns>What is wrong with that; null if nothing.</returns>
    public string? Enter(in WriteEntry<int, Mark> entry)
    {
        if (_isOut)
            return "it is in a batch already";
        _isOut = true;
        int write = WriteOf(in entry);
        if (write < 0)
            return "it was never written";
        bool isDelete = entry.Kind == WriteKind.Delete;
        bool isAgain = isDelete ? _isDeleteShown : write == _shown;
        bool isAttemptRight = (isAgain && entry.Attempt == _refusals + 1) || ((isDelete || !isAgain) && entry.Attempt == 1);
        bool isVersionRight = entry.Version > _version || (isAgain && entry.Version == _version);
        (_shown, _isDeleteShown, _version, _refusals) = (write, isDelete, entry.Version, entry.Attempt - 1);
        if (!isDelete && write <= _storedAtLeast)
            return "it is older than what is stored";
        if (!isAttemptRight)
            return "its attempt is miscounted";
        return isVersionRight ? null : "its version does not grow";
    }

    /// <summary>The store has answered.</summary>
    public void Leave() => _isOut = false;

    public void Store(in WriteEntry<int, Mark> entry)
    {
        bool isDelete = entry.Kind == WriteKind.Delete;
        Row = isDelete ? null : entry.Value;
        _storedAtMost = _shown;
        _storedAtLeast = isDelete ? _writes.FindIndex(_storedAtLeast, static write => write is null) : _shown;
    }

    /// <summary>The store cannot take what it was shown last.</summary>
    /// <returns>Whether that was the last attempt.</returns>
    public bool Refuse()
    {
        if (++_refusals < _maxAttempts)
            return false;
        _deaths.Add((_shown, Row));
        return true;
    }

    /// <summary>Nothing is dirty: the key is what the store has, and must be what was written last unless that is dead.</summary>
    /// <returns>Whether it is.</returns>
    public bool Rest()
    {
        if (_writes[^1] == Row)
            return true;
        if (Dead < Newest)
            return false;
        _writes.Add(Row);
        _storedAtLeast = _storedAtMost = Newest;
        return true;
    }

    private int WriteOf(in WriteEntry<int, Mark> entry)
    {
        if (entry.Kind == WriteKind.Delete)
            return _writes.FindLastIndex(static write => write is null);
        long number = entry.Value.Number;
        return _writes.FindLastIndex(write => write?.Number == number);
    }
}
