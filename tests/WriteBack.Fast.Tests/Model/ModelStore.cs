namespace WriteBack.Fast.Tests.Model;

/// <summary>A store that fails on command and tells the oracle what it is shown and what it does.</summary>
internal sealed class ModelStore(Oracle oracle) : IWriteBackStore<int, Mark>, IFailureClassifier
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _poisoned = [];
    private readonly HashSet<int> _rejected = [];
    private int _transientFailures;
    private int _refusals;

    public Turnstile Writes { get; } = new();

    public Turnstile Loads { get; } = new();

    public void FailTransiently(int times)
    {
        lock (_lock)
            _transientFailures += times;
    }

    public void RefuseOnce()
    {
        lock (_lock)
            _refusals++;
    }

    /// <summary>A batch that holds the key is refused as a whole.</summary>
    public void Poison(int key)
    {
        lock (_lock)
            _poisoned.Add(key);
    }

    /// <summary>The key is refused, and the rest of its batch is stored.</summary>
    public void Reject(int key)
    {
        lock (_lock)
            _rejected.Add(key);
    }

    public void Cure()
    {
        lock (_lock)
        {
            _poisoned.Clear();
            _rejected.Clear();
            _transientFailures = 0;
            _refusals = 0;
        }
    }

    public StoreFailure Classify(Exception exception) =>
        exception is InvalidDataException ? StoreFailure.Entry : StoreFailure.Unknown;

    public async ValueTask<LoadResult<Mark>> LoadAsync(int key, CancellationToken ct)
    {
        // What is held back is the answer, so it can be out of date when it comes.
        var row = oracle.RowOf(key);
        await Loads.PassAsync();
        return row is { } value ? new LoadResult<Mark>(true, value) : LoadResult<Mark>.NotFound;
    }

    public async ValueTask WriteAsync(WriteBatch<int, Mark> batch, CancellationToken ct)
    {
        oracle.Enter(batch.Entries);
        bool hasFailed = true;
        try
        {
            await Writes.PassAsync();
            lock (_lock)
                Apply(batch);
            hasFailed = false;
        }
        finally
        {
            oracle.Leave(batch.Entries, hasFailed);
        }
    }

    private void Apply(WriteBatch<int, Mark> batch)
    {
        if (_transientFailures > 0)
        {
            _transientFailures--;
            throw new TimeoutException();
        }

        if (_refusals > 0 || HoldsPoison(batch.Entries))
        {
            _refusals = Math.Max(0, _refusals - 1);
            if (batch.Count == 1)
                oracle.Refuse(in batch.Entries[0]);
            throw new InvalidDataException();
        }

        for (int index = 0; index < batch.Count; index++)
        {
            ref readonly var entry = ref batch.Entries[index];
            if (_rejected.Contains(entry.Key))
            {
                batch.Reject(index, new ArithmeticException());
                oracle.Refuse(in entry);
            }
            else
            {
                oracle.Store(in entry);
            }
        }
    }

    private bool HoldsPoison(ReadOnlySpan<WriteEntry<int, Mark>> entries)
    {
        foreach (ref readonly var entry in entries)
        {
            if (_poisoned.Contains(entry.Key))
                return true;
        }

        return false;
    }
}
