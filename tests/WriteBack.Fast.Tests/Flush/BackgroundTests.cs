using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Flush;

/// <summary>What a user supplies must not stop the drainer or a worker.</summary>
public class BackgroundTests
{
    [Fact]
    public async Task A_logger_that_throws_stops_nothing()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.LoggerFactory = new BrokenLoggers());
        fixture.Store.FailNext(1, new TimeoutException());
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Time.AdvanceUntil(fixture.Cache.FlushAsync().AsTask());
        Assert.Equal(Quad.Of(1), fixture.Rows.Rows[1]);
    }

    [Fact]
    public async Task A_delay_that_no_timer_can_take_is_a_fault_of_the_options()
    {
        var options = new WriteBackOptions { Retry = { BaseDelay = TimeSpan.FromDays(60), MaxDelay = TimeSpan.FromDays(60) } };
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await Open.OnAsync(QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), options));
        Assert.Contains(nameof(RetryOptions.MaxDelay), exception.Message, StringComparison.Ordinal);
    }

    private sealed class BrokenLoggers : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("the log's disk is full");

        public void Dispose()
        {
        }
    }
}
