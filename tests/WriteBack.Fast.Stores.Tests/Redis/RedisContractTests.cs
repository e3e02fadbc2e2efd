using StackExchange.Redis;

namespace WriteBack.Fast.Tests;

public sealed class RedisContractTests(RedisContractTests.Server server) : RedisContract, IClassFixture<RedisContractTests.Server>
{
    private protected override IConnectionMultiplexer Redis
    {
        get
        {
            RedisServer.SkipUnlessInstalled();
            return server.Redis!;
        }
    }

    public sealed class Server : IAsyncLifetime
    {
        private RedisServer? _server;

        internal ConnectionMultiplexer? Redis { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (!RedisServer.IsInstalled)
                return;
            _server = await RedisServer.StartAsync();
            Redis = await _server.ConnectAsync();
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
