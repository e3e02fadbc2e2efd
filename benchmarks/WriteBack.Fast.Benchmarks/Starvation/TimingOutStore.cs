namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>Each call with one certain row ends in a time-out. Every other call succeeds at once.</summary>
/// <param name="slow">The key of that row.</param>
/// <param name="others">How many other rows there are.</param>
internal sealed class TimingOutStore(EntryKey slow, int others) : IWriteBackStore<EntryKey, EntryValue>
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(100);

    private readonly HashSet<EntryKey> _stored = [];
    private readonly TaskCompletionSource _allStored = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when every other row is stored.</summary>
    public Task AllStored => _allStored.Task;

    public int Stored
    {
        get
        {
            lock (_stored)
                return _stored.Count;
        }
    }

    public ValueTask<LoadResult<EntryValue>> LoadAsync(EntryKey key, CancellationToken ct) => new(LoadResult<EntryValue>.NotFound);

    public async ValueTask WriteAsync(WriteBatch<EntryKey, EntryValue> batch, CancellationToken ct)
    {
        EntryKey[] keys = [.. batch.Entries.ToArray().Select(static entry => entry.Key)];
        if (keys.Contains(slow))
        {
            await Task.Delay(TimeOut, ct);
            throw new TimeoutException();
        }

        lock (_stored)
        {
            _stored.UnionWith(keys);
            if (_stored.Count == others)
                _allStored.TrySetResult();
        }
    }
}
