using System.Numerics;

namespace WriteBack.Fast;

/// <summary>All shards of a cache, and what is true of them together.</summary>
internal sealed class ShardSet<TKey, TValue, TTraits>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // Below this a shard's keys would spread too unevenly for its slots; above MaxShards a byte of hash would not do.
    private const int MinEntriesPerShard = 2_048;
    private const int MaxShards = 256;
    private const int ShardsPerCore = 4;

    private readonly ShardContext _context;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;

    public ShardSet(WriteBackOptions options, EntryLog<TKey, TValue>? log, Action onBacklog)
    {
        long dirtyLimit = Math.Max(1, (long)(options.Capacity * options.MaxDirtyRatio));
        var expiry = options.TimeToLive is { } timeToLive ? new ExpiryClock(options.TimeProvider, timeToLive) : null;
        _context = new ShardContext(options.Capacity, dirtyLimit, options.Overflow == OverflowPolicy.Wait, onBacklog, expiry);
        int count = CountFor(options.Capacity);
        int entries = (options.Capacity + count - 1) / count;
        int backlog = Math.Max(1, options.MaxBatchSize / count);
        int slots = SlotsFor(entries, count);
        var directory = new SlotDirectory(slots, count);
        // The first slot is nobody's: its position stands for none.
        var all = new SlotArray<TKey, TValue>((long)slots * count + 1);
        _shards = new Shard<TKey, TValue, TTraits>[count];
        for (int shard = 0; shard < count; shard++)
        {
            uint first = 1 + (uint)slots * (uint)shard;
            _shards[shard] = new Shard<TKey, TValue, TTraits>(
                _context, entries, all.Part(first, (nuint)slots), directory.Of(shard, first), _context.DirtyQuotas.ShareOf(shard, count), backlog, log);
        }

        Routes = new FastPath<TKey, TValue, TTraits>(directory, all, _shards);
        _context.DirtyQuotas.ShareAmong(Array.ConvertAll(_shards, static shard => shard.Quota));
    }

    /// <summary>Memory for one entry at full capacity: its slot, tag and place in a queue, all rings, and what counts its uses.</summary>
    public static long BytesPerEntry => SlotArray<TKey, TValue>.Stride + 6 + (1 + RingNumber.Lanes) * sizeof(int) + 16;

    public Shard<TKey, TValue, TTraits>[] All => _shards;

    public bool IsClosed => _context.IsClosed;

    /// <summary>The most entries that are dirty or in flight at a time.</summary>
    public long DirtyLimit => _context.DirtyQuotas.Entries;

    /// <summary>Live entries.</summary>
    public int Live => _shards.Sum(static shard => shard.Live);

    /// <summary>Entries that are dirty or in flight. Claims that are being made meanwhile are left out of account.</summary>
    public long Pinned => Math.Min(_context.DirtyQuotas.Entries, _shards.Sum(static shard => shard.Quota.Pinned));

    /// <summary>Writes that are dirty or in flight: an entry that is both has two.</summary>
    public long Pending => Pinned + _shards.Sum(static shard => shard.Redirtied);

    /// <summary>Clean entries dropped because their time had passed.</summary>
    public long Expirations => _shards.Sum(static shard => shard.Expirations);

    /// <summary>Memory in use, but for what keys and values refer to.</summary>
    public long EstimatedBytes => _shards.Sum(static shard => shard.Bytes);

    /// <summary>Clean entries dropped to make room.</summary>
    public long Evictions => _shards.Sum(static shard => shard.Evictions);

    public FastPath<TKey, TValue, TTraits> Routes { get; }

    public Shard<TKey, TValue, TTraits> Of(ulong hash) => Routes.Of(hash);

    /// <summary>Tries a write, making room for it by evicting from other shards if its own has none to give.</summary>
    public WriteOutcome Try<TWrite>(in TWrite write, WriteWaiter? waiter)
        where TWrite : struct, IPendingWrite
    {
        while (true)
        {
            var outcome = write.Try(waiter);
            if (outcome != WriteOutcome.CacheFull || !(TryEvict(isThorough: false) || TryEvict(isThorough: true)))
                return outcome;
        }
    }

    /// <summary>Refuses all writes from now on, and returns once those that were not refused are done.</summary>
    public void Close()
    {
        _context.Close();
        foreach (var shard in _shards)
            shard.AwaitWriters();
    }

    private bool TryEvict(bool isThorough)
    {
        foreach (var shard in _shards)
        {
            if (shard.TryEvict(isThorough))
                return true;
        }

        return false;
    }

    // Keys spread unevenly over shards: four times the standard deviation more than an even part. The two more let a cache of
    // one shard be full before its shard is.
    private static int SlotsFor(int entries, int shards) =>
        checked(entries + (shards == 1 ? 2 : 4 * (int)Math.Sqrt(entries)));

    private static int CountFor(int capacity)
    {
        uint wanted = BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * ShardsPerCore);
        uint filled = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / MinEntriesPerShard) + 1) / 2;
        return (int)Math.Min(Math.Min(wanted, filled), MaxShards);
    }
}
