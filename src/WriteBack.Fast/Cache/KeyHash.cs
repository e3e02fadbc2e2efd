using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace WriteBack.Fast;

// Each step multiplies two seeded 64-bit words to 128 bits and folds the halves together, as wyhash does
// (Wang Yi, "wyhash", github.com/wangyi-fudan/wyhash). One step mixes two words; a second one spreads every input bit
// over every output bit. The seeds are random per process, so nobody outside can craft keys that collide.

/// <summary>The hash that generated caches use for their keys.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyHash
{
    private const ulong FinalMultiplier = 0x9FB21C651E98DF25;

    private static readonly ulong Seed0 = RandomSeed();
    private static readonly ulong Seed1 = RandomSeed();
    private static readonly ulong Seed2 = RandomSeed();

    /// <summary>Mixes two words, or a word into what was mixed before. To be ended with <see cref="Finish"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right) => Fold(left ^ Seed0, right ^ Seed1);

    /// <summary>Spreads what was mixed over all 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong mixed) => Fold(mixed ^ Seed2, FinalMultiplier);

    /// <summary>A word that is equal for equal numbers: one for both zeros, one for every NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(double value) =>
        double.IsNaN(value) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(value + 0.0);

    /// <summary>The words of a GUID, mixed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(Guid value)
    {
        var bits = Unsafe.BitCast<Guid, UInt128>(value);
        return Mix((ulong)bits, (ulong)(bits >> 64));
    }

    /// <summary>A word of the bytes' content.</summary>
    public static ulong Word(byte[]? value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return (uint)hash.ToHashCode();
    }

    // The low half is multiplied anew: cheaper than the detour through memory that an out parameter takes.
    private static ulong Fold(ulong left, ulong right) =>
        (Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _)) ^ (left * right);

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
