namespace WriteBack.Fast.Tests.Crash;

/// <summary>A value that tells which write wrote it, and whether it is whole.</summary>
/// <param name="Number">The write's number.</param>
/// <param name="Mark">Made from key and number.</param>
/// <param name="Filling">As long as the mark says, so that records differ in size.</param>
public readonly record struct Numbered(long Number, long Mark, string Filling)
{
    private const int LongestFilling = 400;

    /// <summary>What a write of some number writes to a key.</summary>
    public static Numbered Of(int key, long number)
    {
        long mark = unchecked((number * 31 + key) * (long)0x9E37_79B9_7F4A_7C15UL);
        int length = (int)((ulong)mark % LongestFilling);
        return new Numbered(number, mark, new string((char)('a' + length % 26), length));
    }

    /// <summary>Whether the key's value is whole.</summary>
    public bool IsOf(int key) => this == Of(key, Number);
}

[WriteBackCache<int, Numbered>]
public sealed partial class NumberedCache;
