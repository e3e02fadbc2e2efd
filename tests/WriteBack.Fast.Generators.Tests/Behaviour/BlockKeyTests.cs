using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Generators.Tests.Behaviour;

internal readonly record struct PackedKey(int First, short Second, ushort Third, TimeSpan Fourth);

[WriteBackCache<PackedKey, bool>]
internal sealed partial class PackedCache;

internal readonly record struct PaddedKey(int First, long Second, int Third);

[WriteBackCache<PaddedKey, bool>]
internal sealed partial class PaddedCache;

/// <summary>Keys of 16 bytes, which are hashed and compared as one block if there is nothing in them but their members.</summary>
public class BlockKeyTests
{
    private const int BlockBytes = 16;

    [Fact]
    public void Every_bit_of_a_packed_key_counts()
    {
        Assert.True(KeyBlock.Is<PackedKey>());
        var key = new PackedKey(1, 2, 3, TimeSpan.FromTicks(4));
        var same = key;
        Assert.True(PackedCache.Traits.KeysEqual(key, same));
        Assert.Equal(PackedCache.Traits.Hash(key), PackedCache.Traits.Hash(same));
        for (int bit = 0; bit < BlockBytes * 8; bit++)
        {
            var other = key;
            BytesOf(ref other)[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(PackedCache.Traits.KeysEqual(key, other));
            Assert.NotEqual(PackedCache.Traits.Hash(key), PackedCache.Traits.Hash(other));
        }
    }

    [Fact]
    public void What_lies_between_the_members_of_a_padded_key_does_not_count()
    {
        Assert.False(KeyBlock.Is<PaddedKey>());
        var key = new PaddedKey(1, 2, 3);
        var other = key;
        BytesOf(ref other)[sizeof(int)..sizeof(long)].Fill(0xEE);
        BytesOf(ref other)[^sizeof(int)..].Fill(0xEE);
        Assert.False(BytesOf(ref key).SequenceEqual(BytesOf(ref other)));
        Assert.True(PaddedCache.Traits.KeysEqual(key, other));
        Assert.Equal(PaddedCache.Traits.Hash(key), PaddedCache.Traits.Hash(other));
    }

    [Fact]
    public void A_packed_key_is_read_wherever_it_lies()
    {
        byte[] bytes = new byte[BlockBytes + 1];
        var key = new PackedKey(1, 2, 3, TimeSpan.FromTicks(4));
        MemoryMarshal.Write(bytes.AsSpan(1), key);
        Assert.True(PackedCache.Traits.KeysEqual(Unsafe.As<byte, PackedKey>(ref bytes[1]), key));
    }

    private static Span<byte> BytesOf<TKey>(ref TKey key)
        where TKey : struct =>
        MemoryMarshal.AsBytes(new Span<TKey>(ref key));
}
