using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Lifecycle;

public class WriteBackOptionsTests
{
    [Fact]
    public async Task The_defaults_are_valid()
    {
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>());
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public async Task Every_fault_is_named_in_one_exception()
    {
        var options = new WriteBackOptions
        {
            Capacity = 0,
            FlushInterval = TimeSpan.Zero,
            MaxBatchSize = 0,
            MaxConcurrentFlushes = -1,
            MaxDirtyRatio = double.NaN,
            BackgroundDirtyRatio = -0.1,
            HighFlushInterval = TimeSpan.FromSeconds(1),
            LowFlushInterval = TimeSpan.FromTicks(-5),
            Overflow = (OverflowPolicy)9,
            Instance = "a/b",
            DeadLetterDirectory = " ",
            ShutdownTimeout = TimeSpan.FromSeconds(-5),
            TimeProvider = null!,
            Retry = new RetryOptions { MaxAttempts = 256, BaseDelay = TimeSpan.Zero, MaxDelay = TimeSpan.FromSeconds(-1) },
        };
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), options));
        string[] named =
        [
            "Capacity", "FlushInterval", "HighFlushInterval", "LowFlushInterval", "BackgroundDirtyRatio", "MaxBatchSize",
            "MaxConcurrentFlushes", "MaxDirtyRatio", "Overflow",
            "Instance", "DeadLetterDirectory", "ShutdownTimeout", "TimeProvider", "Retry.MaxAttempts", "Retry.BaseDelay", "Retry.MaxDelay",
        ];
        Assert.Equal(named.Length, exception.Failures.Count());
        Assert.All(named, name => Assert.Contains(exception.Failures, fault => fault.StartsWith(name + " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Options_are_read_once()
    {
        var options = new WriteBackOptions { Capacity = 2, Overflow = OverflowPolicy.Throw, FlushInterval = Timeout.InfiniteTimeSpan };
        await using var cache = await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), options);
        options.Overflow = OverflowPolicy.Wait;
        cache.Set(1, default);
        Assert.Throws<WriteBackOverflowException>(() => cache.Set(2, default));
    }

    [Fact]
    public async Task A_store_that_does_not_get_ready_fails_the_open() =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await Open.OnAsync(QuadCache.OpenAsync, new UnreadyStore()));

    [Fact]
    public async Task An_open_that_is_cancelled_touches_no_store() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Open.OnAsync(QuadCache.OpenAsync, new UnreadyStore(), ct: new CancellationToken(canceled: true)));

    private sealed class UnreadyStore : IWriteBackStore<long, Quad>, IPreparableStore
    {
        public ValueTask PrepareAsync(StoreContext context, CancellationToken ct) => throw new InvalidDataException();

        public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct) => throw new NotSupportedException();
    }
}
