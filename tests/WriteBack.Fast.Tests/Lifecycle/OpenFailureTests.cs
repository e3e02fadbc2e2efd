using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests.Lifecycle;

public sealed class OpenFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_cache_whose_timer_cannot_be_made_gives_its_folders_back(bool hasLog)
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => OpenAsync(new TimerlessTime(), hasLog));
        await using var cache = await OpenAsync(TimeProvider.System, hasLog);
        await cache.SetAsync(1, Quad.Of(1), WriteDurability.Stored);
    }

    [Fact]
    public async Task A_log_whose_disk_fails_at_open_is_named_and_given_back()
    {
        var memory = new MemoryDisk { Fault = static (_, _) => new IOException("EIO") };
        var disk = new CountingDisk(memory);
        var options = new WriteBackOptions { Log = new WriteAheadLogOptions { Directory = "logs", OpenDisk = _ => disk } };
        var refusal = await Assert.ThrowsAsync<WriteAheadLogException>(
            () => Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), options));
        Assert.Contains($"'{Path.Combine("logs", QuadCache.Schema.Name)}' cannot be opened: EIO", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("EIO", Assert.IsType<IOException>(refusal.InnerException).Message);
        Assert.Equal((0, true), (disk.OpenFiles, disk.IsClosed));
    }

    private Task<QuadCache> OpenAsync(TimeProvider time, bool hasLog) => Open.OnAsync(
        QuadCache.OpenAsync, new InMemoryStore<long, Quad>(),
        new WriteBackOptions
        {
            TimeProvider = time,
            FlushInterval = TimeSpan.FromHours(1),
            DeadLetterDirectory = Path.Combine(_folder.Path, "letters"),
            Log = hasLog ? new WriteAheadLogOptions { Directory = Path.Combine(_folder.Path, "logs") } : null,
        });

    /// <summary>A clock that refuses the timers which are made to be armed again and again.</summary>
    private sealed class TimerlessTime : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime != Timeout.InfiniteTimeSpan ? base.CreateTimer(callback, state, dueTime, period) : throw new NotSupportedException();
    }
}
