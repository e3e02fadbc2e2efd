namespace WriteBack.Fast.Tests.Crash;

/// <summary>
/// Makes logged writes, one after the other, until the log refuses one; then one more. Until its input ends the store
/// does not answer; after that a plain write is made, and the store has to get everything. The store is in memory, so
/// whatever is synced is the log.
/// </summary>
internal static class RefusalCommand
{
    private const int MostWrites = 1_000;

    public static async Task RunAsync(string folder, Stream pipe)
    {
        var rows = new InMemoryStore<int, Numbered>();
        var store = new FaultInjectingStore<int, Numbered>(rows);
        store.Pause();
        await using var cache = await NumberedCache.OpenAsync(store, new WriteBackOptions
        {
            FlushInterval = TimeSpan.FromMinutes(1),
            Log = new WriteAheadLogOptions { Directory = Path.Combine(folder, "log") },
        });
        int key = 1;
        while (key < MostWrites && await IsLoggedAsync(cache, key, pipe))
            key++;
        await IsLoggedAsync(cache, ++key, pipe);
        new Message(MessageKind.Opened, 0, 0).WriteTo(pipe);
        await Program.UntilInputEndsAsync();
        store.Resume();
        cache.Set(++key, Numbered.Of(key, key));
        await cache.FlushAsync();
        for (int stored = 1; stored <= key; stored++)
            new Message(MessageKind.State, stored, rows.Rows.TryGetValue(stored, out var value) ? value.Number : 0).WriteTo(pipe);
        var report = await cache.CloseAsync();
        new Message(MessageKind.Closed, (int)report.Logged, report.Abandoned).WriteTo(pipe);
    }

    private static async Task<bool> IsLoggedAsync(NumberedCache cache, int key, Stream pipe)
    {
        try
        {
            await cache.SetAsync(key, Numbered.Of(key, key), WriteDurability.Logged);
            new Message(MessageKind.Acknowledged, key, key).WriteTo(pipe);
            return true;
        }
        catch (WriteAheadLogException)
        {
            new Message(MessageKind.Refused, key, key).WriteTo(pipe);
            return false;
        }
    }
}
