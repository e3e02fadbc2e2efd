namespace WriteBack.Fast.Tests.Model;

/// <summary>Calls on the keys of a cache as several callers at once make them, each key with a history of its own.</summary>
/// <param name="cache">The cache.</param>
/// <param name="isRoomy">Whether it evicts nothing and began empty, so that a miss in memory tells that there is no entry.</param>
internal sealed class History(QuadCache cache, bool isRoomy)
{
    private readonly Lock _lock = new();
    private readonly List<(long Key, Operation Operation)> _operations = [];
    private long _clock;
    private long _lastNumber = 1_000;

    public List<Operation> Of(long key) => [.. _operations.Where(entry => entry.Key == key).Select(static entry => entry.Operation)];

    public async Task CallAsync(long key, Random random)
    {
        var priority = (FlushPriority)random.Next(1, 4);
        long given = Interlocked.Increment(ref _lastNumber);
        long invoked = Interlocked.Increment(ref _clock);
        switch (random.Next(16))
        {
            case 0 or 1 when isRoomy:
                cache.Set(key, Quad.Of(given), priority);
                Note(OperationKind.Write, null, given);
                break;
            case 0 or 1:
                await cache.SetAsync(key, Quad.Of(given), WriteDurability.Memory, priority);
                Note(OperationKind.Write, null, given);
                break;
            case 2:
                if (cache.TrySet(key, Quad.Of(given), priority))
                    Note(OperationKind.Write, null, given);
                break;
            case 3:
                await cache.SetAsync(key, Quad.Of(given), WriteDurability.Stored, priority);
                Note(OperationKind.Write, null, given);
                break;
            case 4:
                await cache.RemoveAsync(key);
                Note(OperationKind.Write, null, null);
                break;
            case 5:
                await cache.RemoveAsync(key, WriteDurability.Stored);
                Note(OperationKind.Write, null, null);
                break;
            case 6 or 7 when isRoomy:
                Found found = new();
                if (cache.Update(key, (given, found), Exchange, priority))
                    Note(OperationKind.Exchange, found.Value, given);
                else
                    Note(OperationKind.Read, null, null);
                break;
            case 6 or 7:
                Found loaded = new();
                if (await cache.UpdateAsync(key, (given, loaded), Exchange))
                    Note(OperationKind.Exchange, loaded.Value, given);
                else
                    Note(OperationKind.Read, null, null);
                break;
            case 8 or 9 or 10 or 11:
                bool isHit = cache.TryGet(key, out var value);
                if (isHit || isRoomy)
                    Note(OperationKind.Read, isHit ? NumberOf(value) : null, null);
                break;
            case 12:
                await cache.FlushAsync();
                break;
            default:
                await ReadAsync(key, invoked);
                break;
        }

        void Note(OperationKind kind, long? told, long? made) => Add(key, kind, told, made, invoked);
    }

    public Task ReadAsync(long key) => ReadAsync(key, Interlocked.Increment(ref _clock));

    private static long NumberOf(Quad value)
    {
        Assert.True(value.IsWhole);
        return value.First;
    }

    private static void Exchange(ref Quad value, (long Given, Found Found) update)
    {
        update.Found.Value = value.First;
        value = Quad.Of(update.Given);
    }

    private async Task ReadAsync(long key, long invoked) =>
        Add(key, OperationKind.Read, await cache.GetAsync(key) is { } value ? NumberOf(value) : null, null, invoked);

    private void Add(long key, OperationKind kind, long? found, long? given, long invoked)
    {
        var operation = new Operation(kind, found, given, invoked, Interlocked.Increment(ref _clock));
        lock (_lock)
            _operations.Add((key, operation));
    }

    private sealed class Found
    {
        public long Value { get; set; }
    }
}
