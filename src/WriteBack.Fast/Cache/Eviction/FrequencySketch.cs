using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WriteBack.Fast;

// A count-min sketch (Cormode and Muthukrishnan, "An improved data stream summary", 2005) with aging as in TinyLFU
// (Einziger, Friedman and Manes, "TinyLFU: A highly efficient cache admission policy", 2017). A key has four counters of
// 4 bits, all in one block of a cache line, and its estimate is the lowest of them.
//
// Aging halves every counter, and all at the same moment, since estimates are compared. No caller waits for it: the moment is the
// start of a new epoch. A block is halved when it is next used, or by the sweep. The sweep takes one block with each increment, so
// it has visited every block long before the epoch ends.

/// <summary>Estimates how often keys were asked for recently, from 0 to 15. Not thread-safe.</summary>
internal sealed class FrequencySketch
{
    // Chosen in a simulation over 36 pairs of trace and capacity, each with several seeds. In a loop over, say, twice the capacity, a
    // shorter period would halve the counters before all reach their maximum. Then a new key, just counted, wins against every key
    // that it contests with.
    private const int BytesPerEntry = 10;
    private const long IncrementsPerEntry = 28;

    private const int Rows = 4;
    private const int BlockWords = AlignedMemory.CacheLine / sizeof(ulong);
    private const int CounterBits = 4;
    private const ulong CounterMask = (1UL << CounterBits) - 1;
    private const ulong HalvedMask = 0x7777_7777_7777_7777;

    // Each row uses one bit to choose the word of its two, and four to choose the counter in the word.
    private const int BitsPerRow = 5;

    private readonly AlignedMemory _words;
    private readonly ulong[] _epochs;
    private readonly int _blocks;
    private readonly long _period;
    private long _increments;
    private bool _isOddEpoch;
    private int _swept;

    /// <summary>Makes a sketch.</summary>
    /// <param name="entries">The number of entries that the cache holds.</param>
    public FrequencySketch(int entries)
    {
        _blocks = (int)Math.Max(1, ((long)entries * BytesPerEntry + AlignedMemory.CacheLine - 1) / AlignedMemory.CacheLine);
        _words = new AlignedMemory(checked(_blocks * AlignedMemory.CacheLine));
        _epochs = new ulong[(_blocks + 63) / 64];
        _period = entries * IncrementsPerEntry;
        _swept = _blocks;
    }

    /// <summary>Memory in use, in bytes.</summary>
    public long Bytes => (long)_blocks * AlignedMemory.CacheLine + _epochs.Length * sizeof(ulong);

    /// <summary>Counts a use of a key.</summary>
    /// <param name="hash">The key's hash.</param>
    public void Add(ulong hash)
    {
        ulong bits = Spread(hash);
        int block = BlockOf(bits);
        var words = Block(block);
        bool isCounted = false;
        for (int row = 0; row < Rows; row++)
        {
            ref ulong word = ref WordOf(words, bits, row, out int shift);
            if ((word >> shift & CounterMask) == CounterMask)
                continue;
            word += 1UL << shift;
            isCounted = true;
        }

        if (_swept < _blocks)
            Block(_swept++);
        if (isCounted && ++_increments >= _period)
            Age();
    }

    /// <summary>Estimates how often a key was used recently, from 0 to 15.</summary>
    public int Estimate(ulong hash)
    {
        ulong bits = Spread(hash);
        var words = Block(BlockOf(bits));
        ulong least = CounterMask;
        for (int row = 0; row < Rows; row++)
            least = Math.Min(least, WordOf(words, bits, row, out int shift) >> shift & CounterMask);
        return (int)least;
    }

    // The multiplication yields bits other than those that select shard and group: with those, all keys of a group would share a block.
    private static ulong Spread(ulong hash) => hash * 0xC2B2_AE3D_27D4_EB4F;

    private static ref ulong WordOf(Span<ulong> words, ulong bits, int row, out int shift)
    {
        int choice = (int)(bits >> (row * BitsPerRow));
        shift = (choice >> 1 & 15) * CounterBits;
        return ref words[row * 2 + (choice & 1)];
    }

    private int BlockOf(ulong bits) => (int)((bits >> 32) * (uint)_blocks >> 32);

    /// <summary>A block, halved if it belongs to an earlier epoch.</summary>
    private Span<ulong> Block(int block)
    {
        var words = MemoryMarshal.CreateSpan(
            ref Unsafe.As<byte, ulong>(ref _words.At((nint)block * AlignedMemory.CacheLine)), BlockWords);
        ref ulong epochs = ref _epochs[block >> 6];
        ulong bit = 1UL << block;
        if ((epochs & bit) != 0 == _isOddEpoch)
            return words;
        epochs ^= bit;
        foreach (ref ulong word in words)
            word = word >> 1 & HalvedMask;
        return words;
    }

    private void Age()
    {
        _isOddEpoch = !_isOddEpoch;
        _increments /= 2;
        _swept = 0;
    }
}
