namespace WriteBack.Fast.Tests.Model;

/// <summary>Knows what was written and what the store did with it, so what the cache may show. Thread-safe.</summary>
internal sealed class Oracle
{
    private readonly Lock _lock = new();
    private readonly KeyHistory[] _keys;
    private readonly int[] _refusals;
    private readonly List<string> _faults = [];
    private readonly List<(int Key, Mark Value, WriteKind Kind, long Version)> _dead = [];
    private long _lastNumber;

    public Oracle(int keys, int maxAttempts)
    {
        // Every other key has a row from the beginning.
        _keys = new KeyHistory[keys];
        _refusals = new int[keys];
        for (int key = 0; key < keys; key++)
            _keys[key] = new KeyHistory(key % 2 == 0 ? new Mark(++_lastNumber, 0) : null, maxAttempts);
    }

    /// <summary>What is wrong with what the store was shown.</summary>
    public IReadOnlyList<string> Faults => Locked(() => _faults.ToArray());

    /// <summary>Entries that are to be dead letters.</summary>
    public IReadOnlyList<(int Key, Mark Value, WriteKind Kind, long Version)> Dead => Locked(() => _dead.ToArray());

    /// <summary>Entries that the store took.</summary>
    public long Stored { get; private set; }

    /// <summary>Calls that the store answered with an exception.</summary>
    public long Failures { get; private set; }

    /// <summary>For each key, the number of its newest write.</summary>
    public int[] Newest => Locked(() => Array.ConvertAll(_keys, static key => key.Newest));

    public Mark? RowOf(int key) => Locked(() => _keys[key].Row);

    public bool MayShow(int key, Mark? value, int since) => Locked(() => _keys[key].MayShow(value, since));

    /// <summary>Whether nothing but an entry can be shown, if it is in memory.</summary>
    public bool MustBeLive(int key) => Locked(() => !_keys[key].MayShow(null, _keys[key].Newest));

    public bool MayBeLive(int key) => Locked(() => _keys[key].MayBeLive);

    /// <summary>Whether all these writes are stored, or refused for good.</summary>
    public bool AreSettled(int[] writes) => Locked(() => _keys.Zip(writes).All(static pair => pair.First.Settled >= pair.Second));

    public int NewestOf(int key) => Locked(() => _keys[key].Newest);

    public bool IsSettled(int key, int write) => Locked(() => _keys[key].Settled >= write);

    public bool IsDead(int key, int write) => Locked(() => _keys[key].Dead >= write);

    /// <summary>The times that the store has refused a key, whatever its value was.</summary>
    public int RefusalsOf(int key) => Locked(() => _refusals[key]);

    /// <summary>Whether each key is what the store has, as it must be when nothing is dirty.</summary>
    public bool Rest() => Locked(() => Array.TrueForAll(_keys, static key => key.Rest()));

    /// <summary>The cache is about to be asked for a write.</summary>
    /// <returns>The value to write, unless it is a remove.</returns>
    public Mark Announce(int key, WriteKind kind)
    {
        lock (_lock)
        {
            var value = new Mark(++_lastNumber, 0);
            _keys[key].Announce(kind == WriteKind.Delete ? null : value);
            return value;
        }
    }

    /// <summary>The cache has not accepted what was announced.</summary>
    public void Retract(int key)
    {
        lock (_lock)
            _keys[key].Retract();
    }

    /// <summary>The cache has made the announced update of a value.</summary>
    public void Amend(int key, Mark value)
    {
        lock (_lock)
            _keys[key].Amend(value);
    }

    public void Enter(ReadOnlySpan<WriteEntry<int, Mark>> entries)
    {
        lock (_lock)
        {
            foreach (ref readonly var entry in entries)
            {
                if (_keys[entry.Key].Enter(in entry) is { } fault)
                    _faults.Add($"{entry.Kind} of key {entry.Key}, {entry.Value}, version {entry.Version}, attempt {entry.Attempt}: {fault}");
            }
        }
    }

    public void Leave(ReadOnlySpan<WriteEntry<int, Mark>> entries, bool hasFailed)
    {
        lock (_lock)
        {
            Failures += hasFailed ? 1 : 0;
            foreach (ref readonly var entry in entries)
                _keys[entry.Key].Leave();
        }
    }

    public void Store(in WriteEntry<int, Mark> entry)
    {
        lock (_lock)
        {
            Stored++;
            _keys[entry.Key].Store(in entry);
        }
    }

    public void Refuse(in WriteEntry<int, Mark> entry)
    {
        lock (_lock)
        {
            _refusals[entry.Key]++;
            if (_keys[entry.Key].Refuse())
                _dead.Add((entry.Key, entry.Value, entry.Kind, entry.Version));
        }
    }

    private T Locked<T>(Func<T> function)
    {
        lock (_lock)
            return function();
    }
}
