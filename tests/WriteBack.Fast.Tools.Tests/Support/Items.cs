namespace WriteBack.Fast.Tools.Tests;

/// <summary>A cache with a log of small segments, whose store takes nothing.</summary>
internal sealed class Items : IAsyncDisposable
{
    /// <summary>Where the first record of a segment lies: after its header and the names of the columns.</summary>
    public const int FirstRecord = 80;

    private readonly FaultInjectingStore<long, Item> _store = new(new InMemoryStore<long, Item>());

    private Items() => _store.Pause();

    public ItemCache Cache { get; private set; } = null!;

    /// <summary>The folder of the log in a directory.</summary>
    public static string LogIn(string directory) => Path.Combine(directory, "item");

    public static async Task<Items> OpenAsync(string directory, TimeSpan? flushInterval = null)
    {
        var items = new Items();
        items.Cache = await ItemCache.OpenAsync(items._store, new WriteBackOptions
        {
            FlushInterval = flushInterval ?? TimeSpan.FromHours(1),
            ShutdownTimeout = TimeSpan.FromMilliseconds(50),
            Log = new WriteAheadLogOptions { Directory = directory, SegmentBytes = 4_096 },
        });
        return items;
    }

    /// <summary>Leaves a log with some writes that the store does not have.</summary>
    /// <returns>The folder of the log.</returns>
    public static async Task<string> LeaveAsync(string directory, IEnumerable<Write> writes)
    {
        await using (var items = await OpenAsync(directory))
            await items.WriteAsync(writes);
        return LogIn(directory);
    }

    public async Task WriteAsync(IEnumerable<Write> writes)
    {
        foreach (var write in writes)
        {
            if (write.IsDelete)
                await Cache.RemoveAsync(write.Key, WriteDurability.Logged);
            else
                await Cache.SetAsync(write.Key, new Item(write.Key), WriteDurability.Logged);
        }
    }

    /// <summary>Lets the store take everything.</summary>
    public void Resume() => _store.Resume();

    public ValueTask DisposeAsync() => Cache.DisposeAsync();
}
