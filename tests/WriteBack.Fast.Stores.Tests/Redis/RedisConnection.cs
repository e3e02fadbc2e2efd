using StackExchange.Redis;

namespace WriteBack.Fast.Tests;

internal static class RedisConnection
{
    private const int RetryMilliseconds = 20;

    /// <summary>Connects as a test may want it: what changes at the server is noticed within moments, not a minute.</summary>
    public static async Task<ConnectionMultiplexer> OpenAsync(string address, Action<ConfigurationOptions>? configure = null)
    {
        var options = ConfigurationOptions.Parse(address);
        options.AllowAdmin = true;
        options.AbortOnConnectFail = false;
        options.ConfigCheckSeconds = 1;
        options.HeartbeatInterval = TimeSpan.FromMilliseconds(RetryMilliseconds);
        options.ReconnectRetryPolicy = new LinearRetry(RetryMilliseconds);
        configure?.Invoke(options);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
