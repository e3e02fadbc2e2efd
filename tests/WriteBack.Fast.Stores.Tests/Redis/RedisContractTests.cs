using StackExchange.Redis;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

public sealed class RedisContractTests(RedisContractTests.Server server) : RedisContract, IClassFixture<RedisContractTests.Server>
{
    private protected override IConnectionMultiplexer Redis
    {
        get
        {
            SkipWhen.Missing(RedisServer.WhyMissing);
            return server.Redis!;
        }
    }

    public sealed class Server : IAsyncLifetime
    {
        private RedisServer? _server;

        internal ConnectionMultiplexer? Redis { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (RedisServer.WhyMissing is not null)
                return;
            _server = await RedisServer.StartAsync();
            Redis = await RedisConnection.OpenAsync(_server.Address);
        }

        public async ValueTask DisposeAsync()
        {
            if (Redis is not null)
                await Redis.DisposeAsync();
            if (_server is not null)
                await _server.DisposeAsync();
        }
    }
}
