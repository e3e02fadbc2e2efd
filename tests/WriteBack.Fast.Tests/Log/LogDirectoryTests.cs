using System.Runtime.Versioning;

namespace WriteBack.Fast.Tests.Log;

public sealed class LogDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryStore<long, Quad> _store = new();

    [Fact]
    public async Task A_log_on_a_real_disk_is_found_again()
    {
        using (var paused = new PausedStore())
        {
            await using var cache = await OpenAsync(paused.Store, TimeSpan.FromMilliseconds(50));
            for (int key = 0; key < 100; key++)
                await cache.SetAsync(key, Quad.Of(key), WriteDurability.Logged);
            Assert.Equal(100, (await cache.CloseAsync()).Logged);
        }

        await using var again = await OpenAsync(_store);
        await again.FlushAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(static key => Quad.Of(key)), _store.Rows.Values.OrderBy(static value => value.First));
    }

    [Fact]
    public async Task A_hundred_megabytes_on_a_thousand_keys_leave_at_most_two_segments()
    {
        const int keys = 1_000;
        const int bytesOfEntry = 40;
        await using var cache = await OpenAsync(_store);
        for (int write = 0; write < 100_000_000 / bytesOfEntry; write++)
            cache.Set(write % keys, Quad.Of(write));
        await cache.FlushAsync();
        string folder = Path.Combine(_folder.Path, "quad");
        await Eventually.Holds(() => Directory.GetFiles(folder, "*.log").Length <= 2);
        Assert.True(cache.Statistics.LogAppends >= 2_500_000);
    }

    [Fact]
    public async Task A_second_cache_is_refused_by_the_directory_s_name()
    {
        await using var cache = await OpenAsync(_store);
        var refusal = await Assert.ThrowsAsync<WriteAheadLogException>(() => OpenAsync(_store));
        Assert.Contains(Path.Combine(_folder.Path, "quad"), refusal.Message, StringComparison.Ordinal);
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Only_the_owner_can_read_the_files()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var cache = await OpenAsync(_store);
        string folder = Path.Combine(_folder.Path, "quad");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(
            Directory.GetFiles(folder),
            static file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public void A_sync_that_fails_is_an_exception()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The file that cannot be synced is one of Linux.");

        // A pipe takes writes and has nothing that could be synced.
        using var pipe = new System.IO.Pipes.AnonymousPipeServerStream();
        using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        Assert.Throws<IOException>(() => FileSync.Sync(handle));
        Assert.Throws<IOException>(() => FileSync.SyncDirectory(Path.Combine(_folder.Path, "missing")));
        FileSync.SyncDirectory(_folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    private Task<QuadCache> OpenAsync(IWriteBackStore<long, Quad> store, TimeSpan? timeout = null) => Open.OnAsync(
        QuadCache.OpenAsync, store, new WriteBackOptions
        {
            Log = new WriteAheadLogOptions { Directory = _folder.Path },
            ShutdownTimeout = timeout ?? TimeSpan.FromSeconds(30),
        });

    private sealed class PausedStore : IDisposable
    {
        public PausedStore() => Store.Pause();

        public FaultInjectingStore<long, Quad> Store { get; } = new(new InMemoryStore<long, Quad>());

        public void Dispose() => Store.Resume();
    }
}
