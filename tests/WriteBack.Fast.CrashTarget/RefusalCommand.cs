namespace WriteBack.Fast.Tests.Crash;

/// <summary>
/// Makes logged writes, one after the other, until the log refuses one; then one more; then a plain one, which the store
/// has to get. The store is in memory, so whatever is synced is the log.
/// </summary>
internal static class RefusalCommand
{
    private const int MostWrites = 1_000;

    public static async Task RunAsync(string folder, Stream pipe)
    {
        var store = new InMemoryStore<int, Numbered>();
        await using var cache = await NumberedCache.OpenAsync(store, new WriteBackOptions
        {
            FlushInterval = TimeSpan.FromMinutes(1),
            Log = new WriteAheadLogOptions { Directory = Path.Combine(folder, "log") },
        });
        int key = 1;
        while (key < MostWrites && await IsLoggedAsync(cache, key, pipe))
            key++;
        await IsLoggedAsync(cache, ++key, pipe);
        cache.Set(++key, Numbered.Of(key, key));
        await cache.FlushAsync();
        for (int stored = 1; stored <= key; stored++)
            new Message(MessageKind.State, stored, store.Rows.TryGetValue(stored, out var value) ? value.Number : 0).WriteTo(pipe);
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
