using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Hosting;

/// <summary>Options out of a host's configuration.</summary>
public sealed class ConfigurationTests : IAsyncDisposable
{
    private readonly HostFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Every_option_that_a_file_can_hold_is_read()
    {
        _fixture.Configure(
            ("WriteBack:Cart:Capacity", "1000"), ("WriteBack:Cart:FlushInterval", "00:00:00.250"), ("WriteBack:Cart:MaxBatchSize", "10"),
            ("WriteBack:Cart:MaxConcurrentFlushes", "3"), ("WriteBack:Cart:MaxDirtyRatio", "0.25"), ("WriteBack:Cart:BackgroundDirtyRatio", "0.1"),
            ("WriteBack:Cart:HighFlushInterval", "00:00:00.05"), ("WriteBack:Cart:LowFlushInterval", "00:00:01"), ("WriteBack:Cart:Overflow", "throw"),
            ("WriteBack:Cart:DeadLetterDirectory", _fixture.Path("dead")), ("WriteBack:Cart:Instance", "eu"), ("WriteBack:Cart:ShutdownTimeout", "00:00:05"),
            ("WriteBack:Cart:TimeToLive", "01:00:00"), ("WriteBack:Cart:GrowThreadPool", "false"),
            ("WriteBack:Cart:Retry:MaxAttempts", "7"), ("WriteBack:Cart:Retry:BaseDelay", "00:00:00.001"), ("WriteBack:Cart:Retry:MaxDelay", "00:00:02"),
            ("WriteBack:Cart:Log:Directory", _fixture.Path("log")), ("WriteBack:Cart:Log:Sync", "Interval"),
            ("WriteBack:Cart:Log:SyncInterval", "00:00:03"), ("WriteBack:Cart:Log:SegmentBytes", "1048576"), ("WriteBack:Cart:Log:MaxBytes", "8388608"));

        var options = await OptionsAsync();

        Assert.Equal(
            (1000, TimeSpan.FromMilliseconds(250), 10, 3, 0.25, OverflowPolicy.Throw, _fixture.Path("dead"), "eu", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1)),
            (options.Capacity, options.FlushInterval, options.MaxBatchSize, options.MaxConcurrentFlushes, options.MaxDirtyRatio,
                options.Overflow, options.DeadLetterDirectory, options.Instance, options.ShutdownTimeout, options.TimeToLive));
        Assert.False(options.GrowThreadPool);
        Assert.Equal(
            (0.1, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)),
            (options.BackgroundDirtyRatio, options.HighFlushInterval, options.LowFlushInterval));
        Assert.Equal(
            (7, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2)), (options.Retry.MaxAttempts, options.Retry.BaseDelay, options.Retry.MaxDelay));
        Assert.Equal(
            (_fixture.Path("log"), LogSync.Interval, TimeSpan.FromSeconds(3), 1L << 20, 8L << 20),
            (options.Log!.Directory, options.Log.Sync, options.Log.SyncInterval, options.Log.SegmentBytes, options.Log.MaxBytes));
    }

    [Fact]
    public async Task Without_a_section_there_are_the_defaults_and_the_hosts_services()
    {
        var time = new StoppedTime();
        _fixture.Builder.Services.AddSingleton<TimeProvider>(time);

        var options = await OptionsAsync();

        Assert.Equal(new WriteBackOptions().Capacity, options.Capacity);
        Assert.Same(time, options.TimeProvider);
        Assert.NotNull(options.LoggerFactory);
    }

    [Theory]
    [InlineData("WriteBack:shopping_cart:Capacity")]
    [InlineData("writeback:cart:capacity")]
    public async Task The_section_has_the_name_of_the_class_or_of_the_cache(string key) =>
        Assert.Equal(1234, (await OptionsAsync((key, "1234"))).Capacity);

    [Fact]
    public async Task Code_has_the_last_word() => Assert.Equal(
        5000, (await OptionsAsync(static options => options.Capacity = 5000, ("WriteBack:Cart:Capacity", "1234"))).Capacity);

    [Fact]
    public async Task Every_fault_of_a_section_is_named()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsAsync(
            ("WriteBack:Cart:Capacty", "1"), ("WriteBack:Cart:MaxBatchSize", "many"), ("WriteBack:Cart:Overflow", "7"), ("WriteBack:Cart:Log:Folder", "x")));

        Assert.Equal(4, error.Failures.Count());
        Assert.Contains(error.Failures, static fault => fault.StartsWith("'WriteBack:Cart:Capacty' is none of the options Capacity,", StringComparison.Ordinal));
        Assert.Contains(error.Failures, static fault => fault == "'WriteBack:Cart:MaxBatchSize' cannot be 'many'.");
        Assert.Contains(error.Failures, static fault => fault == "'WriteBack:Cart:Overflow' cannot be '7'.");
        Assert.Contains(error.Failures, static fault => fault.StartsWith("'WriteBack:Cart:Log:Folder' is none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Capacty", null, "'WriteBack:Cart:Capacty' is none of the options Capacity,")]
    [InlineData("Retry", "5", "'WriteBack:Cart:Retry' is none of the options Capacity,")]
    [InlineData("Capacity:Max", "5", "'WriteBack:Cart:Capacity:Max' is none of the options Capacity,")]
    [InlineData("Retri:MaxAttempts", "5", "'WriteBack:Cart:Retri:MaxAttempts' is none of the options Capacity,")]
    [InlineData("Serializer", "x", "'WriteBack:Cart:Serializer' is none of the options Capacity,")]
    [InlineData("Capacity", "", "'WriteBack:Cart:Capacity' cannot be ''.")]
    [InlineData("MaxDirtyRatio", "0,1", "'WriteBack:Cart:MaxDirtyRatio' cannot be '0,1'.")]
    [InlineData("Overflow", "Wait,Throw", "'WriteBack:Cart:Overflow' cannot be 'Wait,Throw'.")]
    public async Task No_slip_is_passed_over(string key, string? value, string fault)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsAsync(($"WriteBack:Cart:{key}", value)));

        Assert.StartsWith(fault, Assert.Single(error.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_in_place_of_the_section_is_a_fault()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsAsync(("WriteBack:Cart", "x")));

        Assert.Equal("'WriteBack:Cart' is a section of options and cannot be 'x'.", Assert.Single(error.Failures));
    }

    [Fact]
    public async Task Faults_are_in_the_order_of_their_keys()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => OptionsAsync(
            ("WriteBack:Cart:Overflow", "x"), ("WriteBack:Cart:Log:Sync", "x"), ("WriteBack:Cart:Capacity", "x"), ("WriteBack:Cart:Log:MaxBytes", "x")));

        Assert.Equal(
            ["'WriteBack:Cart:Capacity' cannot be 'x'.", "'WriteBack:Cart:Log:MaxBytes' cannot be 'x'.",
                "'WriteBack:Cart:Log:Sync' cannot be 'x'.", "'WriteBack:Cart:Overflow' cannot be 'x'."],
            error.Failures);
    }

    [Fact]
    public async Task Null_leaves_an_option_as_it_is()
    {
        var options = await OptionsAsync(("WriteBack:Cart:Capacity", null), ("WriteBack:Cart:Retry", null), ("WriteBack:Cart:Log", null));

        Assert.Equal(new WriteBackOptions().Capacity, options.Capacity);
        Assert.NotNull(options.Retry);
        Assert.Null(options.Log);
    }

    private Task<WriteBackOptions> OptionsAsync(params (string Key, string? Value)[] settings) => OptionsAsync(static _ => { }, settings);

    private async Task<WriteBackOptions> OptionsAsync(Action<WriteBackOptions> configure, params (string Key, string? Value)[] settings)
    {
        WriteBackOptions? seen = null;
        _fixture.Configure(settings).Builder.Services.AddCartCache(carts => carts
            .UseStore(static _ => new InMemoryStore<CartId, Cart>())
            .WithOptions(configure)
            .WithOptions(options =>
            {
                seen = new WriteBackOptions
                {
                    Capacity = options.Capacity,
                    FlushInterval = options.FlushInterval,
                    MaxBatchSize = options.MaxBatchSize,
                    MaxConcurrentFlushes = options.MaxConcurrentFlushes,
                    MaxDirtyRatio = options.MaxDirtyRatio,
                    BackgroundDirtyRatio = options.BackgroundDirtyRatio,
                    HighFlushInterval = options.HighFlushInterval,
                    LowFlushInterval = options.LowFlushInterval,
                    Overflow = options.Overflow,
                    GrowThreadPool = options.GrowThreadPool,
                    Instance = options.Instance,
                    DeadLetterDirectory = options.DeadLetterDirectory,
                    ShutdownTimeout = options.ShutdownTimeout,
                    TimeToLive = options.TimeToLive,
                    Retry = options.Retry,
                    Log = options.Log,
                    TimeProvider = options.TimeProvider,
                    LoggerFactory = options.LoggerFactory,
                };
                // This cache's entries do not expire.
                options.TimeToLive = null;
            }));
        await _fixture.Build().StartAsync(TestContext.Current.CancellationToken);
        return seen!;
    }

    private sealed class StoppedTime : TimeProvider;
}
