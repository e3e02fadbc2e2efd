namespace WriteBack.Fast.Generators.Tests.Behaviour;

internal readonly record struct IntKey(int Id);

[WriteBackCache<IntKey, bool>]
internal sealed partial class IntCache;

[WriteBackCache<long, bool>]
internal sealed partial class LongCache;

internal readonly record struct TwoLongsKey(long First, long Second);

[WriteBackCache<TwoLongsKey, bool>]
internal sealed partial class TwoLongsCache;

internal readonly record struct ThreeKey(int Region, long Tenant, short Kind);

[WriteBackCache<ThreeKey, bool>]
internal sealed partial class ThreeCache;

/// <summary>Each bit of a key reaches each bit of its hash, so that tables may take any bits of it.</summary>
public class AvalancheTests
{
    private const int Keys = 4_000;

    [Fact]
    public void One_int() => Avalanches(4, static key => IntCache.Traits.Hash(new IntKey((int)key[0])));

    [Fact]
    public void One_long() => Avalanches(8, static key => LongCache.Traits.Hash((long)key[0]));

    [Fact]
    public void Two_longs() => Avalanches(16, static key => TwoLongsCache.Traits.Hash(new TwoLongsKey((long)key[0], (long)key[1])));

    [Fact]
    public void Long_and_int() => Avalanches(12, static key => PlayerCache.Traits.Hash(new PlayerKey((long)key[0], (int)key[1])));

    [Fact]
    public void One_guid() => Avalanches(16, static key => GuidCache.Traits.Hash(
        new Guid([.. BitConverter.GetBytes(key[0]), .. BitConverter.GetBytes(key[1])])));

    [Fact]
    public void Three_members() => Avalanches(14, static key => ThreeCache.Traits.Hash(
        new ThreeKey((int)(key[1] >> 16), (long)key[0], (short)key[1])));

    private static void Avalanches(int keyBytes, Func<ulong[], ulong> hash)
    {
        var random = new Random(12345);
        int[,] flips = new int[keyBytes * 8, 64];
        for (int i = 0; i < Keys; i++)
        {
            ulong[] key = [(ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue)];
            ulong plain = hash(key);
            for (int bit = 0; bit < keyBytes * 8; bit++)
            {
                key[bit / 64] ^= 1UL << (bit % 64);
                ulong changed = plain ^ hash(key);
                key[bit / 64] ^= 1UL << (bit % 64);
                for (int output = 0; output < 64; output++)
                    flips[bit, output] += (int)(changed >> output) & 1;
            }
        }

        var bad = from bit in Enumerable.Range(0, keyBytes * 8)
                  from output in Enumerable.Range(0, 64)
                  let probability = (double)flips[bit, output] / Keys
                  where probability is < 0.4 or > 0.6
                  select $"bit {bit} changes bit {output} with probability {probability:F3}";
        Assert.Empty(bad);
    }
}
