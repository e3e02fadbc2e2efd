using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using Aes = System.Runtime.Intrinsics.X86.Aes;

namespace WriteBack.Fast.Internals;

// With AES instructions, a hash is two AES rounds: after two rounds each bit of the block depends on every other (Daemen and Rijmen,
// "The design of Rijndael", 2002). Without them, two words are multiplied to 128 bits and the halves are folded together, as wyhash
// does (Wang Yi, "wyhash", github.com/wangyi-fudan/wyhash); a second multiplication spreads every input bit over every output bit.
// The seeds are random per process, so an attacker cannot craft keys that collide.

/// <summary>
/// The hash that generated caches use for their keys. It differs from process to process, and between processors, so it is
/// never stored or sent. Nothing throws or allocates. Thread-safe.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class KeyHash
{
    private const ulong Multiplier = 0x9FB21C651E98DF25;

    private static readonly ulong Seed0 = RandomSeed();
    private static readonly ulong Seed1 = RandomSeed();
    private static readonly Vector128<byte> Round0 = Vector128.Create(Seed0, Seed1).AsByte();
    private static readonly Vector128<byte> Round1 = Vector128.Create(RandomSeed(), RandomSeed()).AsByte();

    /// <summary>Mixes two words, or a word into what was mixed before.</summary>
    /// <param name="left">A word, or the result of a former call.</param>
    /// <param name="right">The word after it: the order counts.</param>
    /// <returns>64 bits, of which each depends on every bit of both words.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong left, ulong right) => Aes.IsSupported
        ? Mix(Vector128.Create(left, right).AsByte())
        : Fold(Fold(left ^ Seed0, right ^ Seed1), Multiplier);

    /// <summary>Mixes 16 bytes. The result is that of <see cref="Mix(ulong, ulong)"/> for their two words.</summary>
    /// <param name="block">The bytes.</param>
    /// <returns>64 bits, of which each depends on every bit of the block.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(Vector128<byte> block) => Aes.IsSupported
        ? Aes.Encrypt(Aes.Encrypt(block ^ Round0, Round1), Round1).AsUInt64().ToScalar()
        : Mix(block.AsUInt64()[0], block.AsUInt64()[1]);

    /// <summary>Mixes one word.</summary>
    /// <param name="word">The word.</param>
    /// <returns>64 bits, of which each depends on every bit of the word.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong word) => Mix(word, word);

    /// <summary>A word that is equal for equal numbers: one for both zeros, one for every NaN.</summary>
    /// <param name="value">The number; a <see cref="float"/> is widened.</param>
    /// <returns>Bits that are not mixed yet.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(double value) =>
        double.IsNaN(value) ? ulong.MaxValue : BitConverter.DoubleToUInt64Bits(value + 0.0);

    /// <summary>The words of a GUID, mixed.</summary>
    /// <param name="value">The GUID.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Word(Guid value)
    {
        var bits = Unsafe.BitCast<Guid, UInt128>(value);
        return Mix((ulong)bits, (ulong)(bits >> 64));
    }

    /// <summary>A word of the bytes' content.</summary>
    /// <param name="value">The bytes; null counts as none.</param>
    /// <returns>32 bits, in the lower half.</returns>
    public static ulong Word(byte[]? value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return (uint)hash.ToHashCode();
    }

    /// <summary>The upper half of the product of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong HighHalf(ulong left, ulong right) =>
        // Not the detour through memory that an out parameter takes.
        Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(left, right) : Math.BigMul(left, right, out _);

    private static ulong Fold(ulong left, ulong right) => HighHalf(left, right) ^ (left * right);

    private static ulong RandomSeed() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
