using Microsoft.Extensions.Logging;

namespace WriteBack.Fast.Tests.Telemetry;

public sealed class NonThrowingLoggerTests
{
    private readonly NonThrowingLogger _logger = new(new ThrowingLogger());

    [Fact]
    public void A_logger_that_throws_is_disabled() => Assert.False(_logger.IsEnabled(LogLevel.Critical));

    [Fact]
    public void A_scope_that_throws_is_none() => Assert.Null(_logger.BeginScope("scope"));

    [Fact]
    public void A_message_that_throws_is_lost() =>
        Assert.Null(Record.Exception(() => _logger.Log(LogLevel.Critical, default, "state", exception: null, static (state, _) => state)));

    private sealed class ThrowingLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => throw new NotSupportedException();

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new NotSupportedException();
    }
}
