namespace WriteBack.Fast.Tests.Crash;

/// <summary>Has the log open until its input ends.</summary>
internal static class HoldCommand
{
    public static async Task RunAsync(string folder, Stream pipe)
    {
        await using var cache = await NumberedCache.OpenAsync(new InMemoryStore<int, Numbered>(), new WriteBackOptions
        {
            Log = new WriteAheadLogOptions { Directory = Path.Combine(folder, "log") },
        });
        await cache.SetAsync(1, Numbered.Of(1, 1), WriteDurability.Logged);
        new Message(MessageKind.Opened, 0, 0).WriteTo(pipe);
        await Program.UntilInputEndsAsync();
    }
}
