using StackExchange.Redis;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

/// <summary>The contract on a cluster, where the keys of a batch are spread over nodes, and what hash tags do to that.</summary>
public sealed class RedisClusterTests(RedisClusterTests.Cluster cluster) : StoreContract, IClassFixture<RedisClusterTests.Cluster>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // A prefix of its own for each test, as tests share the cluster.
    private string Prefix { get; } = Guid.NewGuid().ToString("N");

    private ConnectionMultiplexer Redis
    {
        get
        {
            SkipWhen.Missing(RedisServer.WhyMissing);
            return cluster.Redis!;
        }
    }

    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        Open(schema, RedisHashTag.None);

    [Fact]
    public async Task Entries_are_spread_over_the_nodes()
    {
        await Open(PlayerCache.Schema).WriteAsync(Players.Many(tenantId: 1, count: 300), Ct);

        var shares = Redis.GetServers().Select(node => node.Keys(pattern: $"{Prefix}:*").Count()).ToList();
        Assert.Equal(3, shares.Count);
        Assert.All(shares, static share => Assert.InRange(share, 50, 150));
        Assert.Equal(300, shares.Sum());
    }

    [Theory]
    [InlineData(RedisHashTag.FirstMember, "{0}:{{{1}}}:{2}", 2)]
    [InlineData(RedisHashTag.Prefix, "{{{0}}}:{1}:{2}", 1)]
    public async Task A_hash_tag_keeps_entries_in_one_slot(RedisHashTag tag, string form, int slots)
    {
        var store = Open(PlayerCache.Schema, tag);
        await store.WriteAsync(Players.Many(tenantId: 1, count: 50), Ct);
        await store.WriteAsync(Players.Many(tenantId: 2, count: 50), Ct);

        string[] keys = [.. Redis.GetServers().SelectMany(node => node.Keys(pattern: $"*{Prefix}*")).Select(static key => key.ToString())];
        var expected = from tenant in Enumerable.Range(1, 2)
                       from player in Enumerable.Range(0, 50)
                       select string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Prefix, tenant, player);
        Assert.Equal(expected.Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
        Assert.Equal(slots, keys.Select(key => Redis.GetHashSlot(key)).Distinct().Count());
        Assert.Equal(Players.State(50), (await store.LoadAsync(new PlayerKey(2, 49), Ct)).Value);
    }

    private RedisStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema, RedisHashTag tag)
        where TKey : struct
        where TValue : notnull =>
        RedisStore.Create(Redis, schema, new RedisStoreOptions { Prefix = Prefix, HashTag = tag });

    public sealed class Cluster : IAsyncLifetime
    {
        private RedisCluster? _cluster;

        internal ConnectionMultiplexer? Redis { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (RedisServer.WhyMissing is not null)
                return;
            _cluster = await RedisCluster.StartAsync();
            Redis = await _cluster.ConnectAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (Redis is not null)
                await Redis.DisposeAsync();
            if (_cluster is not null)
                await _cluster.DisposeAsync();
        }
    }
}
