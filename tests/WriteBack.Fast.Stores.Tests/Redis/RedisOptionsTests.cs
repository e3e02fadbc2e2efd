using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Tests;

public sealed class RedisOptionsTests
{
    public static TheoryData<RedisStoreOptions, string> Faults => new()
    {
        { new RedisStoreOptions { HashTag = (RedisHashTag)3 }, "no hash tag 3" },
        { new RedisStoreOptions { HashTag = RedisHashTag.FirstMember, Prefix = "a{b" }, "'a{b' has braces" },
        { new RedisStoreOptions { HashTag = RedisHashTag.Prefix, Prefix = "a}b" }, "'a}b' has braces" },
        { new RedisStoreOptions { HashTag = RedisHashTag.Prefix, Prefix = "" }, "empty prefix" },
        { new RedisStoreOptions { Expiry = TimeSpan.Zero }, "below a millisecond" },
        { new RedisStoreOptions { Expiry = TimeSpan.FromSeconds(-1) }, "below a millisecond" },
        { new RedisStoreOptions { Database = -1 }, "database is below 0" },
        { new RedisStoreOptions { MaxValueBytes = 0 }, "below 1" },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Faults))]
    public void What_is_out_of_range_is_refused(RedisStoreOptions options, string reason)
    {
        var refusal = Assert.Throws<ArgumentException>(() => RedisLayout.Of(options, "player"));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_needs_a_connection_and_a_schema()
    {
        await using var redis = await RedisConnection.OpenAsync($"127.0.0.1:{FreePort.Next()}");
        Assert.Throws<ArgumentNullException>(() => RedisStore.Create(null!, PlayerCache.Schema));
        Assert.Throws<ArgumentNullException>(() => RedisStore.Create<PlayerKey, PlayerState>(redis, null!));
    }
}
