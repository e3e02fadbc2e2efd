using System.Globalization;
using StackExchange.Redis;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

/// <summary>A Redis Cluster of three nodes of this machine, none with a replica.</summary>
internal sealed class RedisCluster : IAsyncDisposable
{
    private const int Nodes = 3;
    private const int Slots = 16_384;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<RedisServer> _servers = [];

    /// <summary>Starts the nodes, gives each a third of the slots, and returns when each knows of all.</summary>
    public static async Task<RedisCluster> StartAsync()
    {
        var cluster = new RedisCluster();
        try
        {
            for (int node = 0; node < Nodes; node++)
                await cluster.AddAsync(node);
            using var patience = new CancellationTokenSource(Patience);
            foreach (var server in cluster._servers)
                await WaitUntilCompleteAsync(server, patience.Token);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => RedisConnection.OpenAsync(_servers[0].Address);

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    // Its bus would by default be ten thousand ports above, where there may be none.
    private async Task AddAsync(int node)
    {
        int bus = FreePort.Next();
        var server = await RedisServer.StartAsync(
            "--cluster-enabled", "yes", "--cluster-port", bus.ToString(CultureInfo.InvariantCulture));
        _servers.Add(server);
        await using var redis = await RedisConnection.OpenAsync(server.Address);
        var commands = redis.GetServers()[0];
        await commands.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", node * Slots / Nodes, ((node + 1) * Slots / Nodes) - 1);
        await using var first = await RedisConnection.OpenAsync(_servers[0].Address);
        if (node > 0)
            await first.GetServer(_servers[0].Address).ExecuteAsync("CLUSTER", "MEET", "127.0.0.1", server.Port, bus);
    }

    private static async Task WaitUntilCompleteAsync(RedisServer server, CancellationToken ct)
    {
        await using var redis = await RedisConnection.OpenAsync(server.Address);
        while (!await IsCompleteAsync(redis))
        {
            ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<bool> IsCompleteAsync(ConnectionMultiplexer redis)
    {
        string information = (string)(await redis.GetServers()[0].ExecuteAsync("CLUSTER", "INFO"))!;
        return information.Contains("cluster_state:ok", StringComparison.Ordinal)
            && information.Contains($"cluster_known_nodes:{Nodes}", StringComparison.Ordinal);
    }
}
