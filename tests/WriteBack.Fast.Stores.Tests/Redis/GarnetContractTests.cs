using System.Globalization;
using Garnet;
using StackExchange.Redis;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

public sealed class GarnetContractTests(GarnetContractTests.Server server) : RedisContract, IClassFixture<GarnetContractTests.Server>
{
    private protected override IConnectionMultiplexer Redis => server.Redis!;

    public sealed class Server : IAsyncLifetime
    {
        private readonly int _port = FreePort.Next();
        private GarnetServer? _garnet;

        internal ConnectionMultiplexer? Redis { get; private set; }

        public async ValueTask InitializeAsync()
        {
            _garnet = new GarnetServer(
                ["--bind", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture), "--memory", "64m", "--page", "4m", "--index", "1m"]);
            _garnet.Start();
            Redis = await RedisConnection.OpenAsync($"127.0.0.1:{_port}");
        }

        public async ValueTask DisposeAsync()
        {
            if (Redis is not null)
                await Redis.DisposeAsync();
            _garnet?.Dispose();
        }
    }
}
