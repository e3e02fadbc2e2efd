namespace WriteBack.Fast.Tests.Crash;

public sealed class TwoProcessesTests
{
    [Fact]
    public async Task The_log_of_another_process_is_refused_by_name_and_left_alone()
    {
        var folder = Directory.CreateTempSubdirectory("writeback-two-");
        string log = Path.Combine(folder.FullName, "log");
        await using (var target = TargetProcess.Start([], "hold", folder.FullName))
        {
            Assert.Equal(MessageKind.Opened, (await target.Messages.ReadAsync()).Kind);
            var before = ContentOf(log);
            var refusal = await Assert.ThrowsAsync<WriteAheadLogException>(async () => await OpenAsync(log));
            Assert.Contains(Path.Combine(log, "numbered"), refusal.Message, StringComparison.Ordinal);
            Assert.Equal(before, ContentOf(log));
            target.EndInput();
            Assert.Equal((0, ""), await target.WaitAsync());
        }

        await using (var cache = await OpenAsync(log))
            await cache.SetAsync(1, Numbered.Of(1, 2), WriteDurability.Logged);
        folder.Delete(recursive: true);
    }

    private static async Task<NumberedCache> OpenAsync(string log) => await NumberedCache.OpenAsync(
        new InMemoryStore<int, Numbered>(), new WriteBackOptions { Log = new WriteAheadLogOptions { Directory = log } });

    private static Dictionary<string, string> ContentOf(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) != "lock")
            .ToDictionary(static file => file, static file => Convert.ToHexString(File.ReadAllBytes(file)));
}
