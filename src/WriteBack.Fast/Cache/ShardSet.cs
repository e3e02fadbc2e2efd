using System.Numerics;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>All shards of a cache, and what is true of them together.</summary>
internal sealed class ShardSet<TKey, TValue, TTraits> : IEvictor
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // Below this a shard's keys would spread too unevenly for its slots; above MaxShards a byte of hash would not do.
    private const int MinEntriesPerShard = 2_048;
    private const int MaxShards = 256;
    private const int ShardsPerCore = 4;

    private readonly CloseFlag _closing;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;

    /// <summary>Makes the shards.</summary>
    /// <param name="options">The capacity, and how large a batch is.</param>
    /// <param name="pressure">The limit of dirty entries, and what wakes the drainer.</param>
    /// <param name="recorder">Gives writes their records in the log.</param>
    /// <param name="sink">Takes what the store will never take.</param>
    public ShardSet(
        WriteBackOptions options, Backpressure pressure, WriteRecorder<TKey, TValue> recorder, DeadLetterSink<TKey, TValue> sink)
    {
        _closing = pressure.Closing;
        var wake = pressure.Wake;
        var expiry = options.TimeToLive is { } timeToLive ? new ExpiryClock(options.TimeProvider, timeToLive) : null;
        var context = new ShardContext(options.Capacity, _closing, pressure.Quotas, () => wake.Raise(WakeReasons.Backlog), expiry);
        int count = CountFor(options.Capacity);
        int entries = (options.Capacity + count - 1) / count;
        int backlog = Math.Max(1, options.BatchSize / count);
        int slots = SlotsFor(entries, count);
        var directory = new SlotDirectory(slots, count);
        // The first slot is nobody's: its position stands for none.
        var all = new SlotArray<TKey, TValue>((long)slots * count + 1);
        _shards = new Shard<TKey, TValue, TTraits>[count];
        for (int shard = 0; shard < count; shard++)
        {
            uint first = 1 + (uint)slots * (uint)shard;
            var share = new ShardShare(entries, pressure.Quotas.ShareOf(shard, count), backlog);
            _shards[shard] = new Shard<TKey, TValue, TTraits>(
                context, all.Part(first, (nuint)slots), directory.Of(shard, first), share, recorder);
        }

        pressure.Quotas.ShareAmong(Array.ConvertAll(_shards, static shard => shard.Dirty.Quota));
        FastPath = new FastPath<TKey, TValue, TTraits>(directory, all, _shards);
        Sources = new FlushSources<TKey, TValue>([.. _shards.Select((shard, number) => shard.FlushInto(number, sink))], pressure.Quotas);
    }

    /// <summary>Memory for one entry at full capacity: its slot, tag and place in a queue, all rings, and what counts its uses.</summary>
    public static long BytesPerEntry => SlotArray<TKey, TValue>.Stride + 6 + (1 + RingNumber.Lanes) * sizeof(int) + 16;

    public Shard<TKey, TValue, TTraits>[] All => _shards;

    /// <summary>The shards as flushing and the log see them.</summary>
    public FlushSources<TKey, TValue> Sources { get; }

    public FastPath<TKey, TValue, TTraits> FastPath { get; }

    /// <summary>Live entries.</summary>
    public int Live => _shards.Sum(static shard => shard.Live);

    /// <summary>Clean entries dropped to make room.</summary>
    public long Evictions => _shards.Sum(static shard => shard.Entries.Evictions);

    /// <summary>Clean entries dropped because their time had passed.</summary>
    public long Expirations => _shards.Sum(static shard => shard.Entries.Expirations);

    /// <summary>Memory in use, but for what keys and values refer to.</summary>
    public long EstimatedBytes => _shards.Sum(static shard => shard.Bytes);

    public Shard<TKey, TValue, TTraits> Of(ulong hash) => FastPath.Of(hash);

    /// <summary>Drops a clean entry from any shard, at first from one where it takes a short look.</summary>
    public bool TryEvict() => TryEvict(isThorough: false) || TryEvict(isThorough: true);

    /// <summary>Live entries, each untorn, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Enumerate()
    {
        foreach (var shard in _shards)
        {
            for (int position = 0; position < shard.Positions; position++)
            {
                if (shard.TryReadAt(position, out var key, out var value))
                    yield return new KeyValuePair<TKey, TValue>(key, value);
            }
        }
    }

    /// <summary>Refuses all writes from now on, and returns once those that were not refused are done.</summary>
    public void Close()
    {
        _closing.Close();
        foreach (var shard in _shards)
            shard.AwaitWriters();
    }

    /// <summary>Ends the waits for loads.</summary>
    public void AbandonLoads(Exception reason)
    {
        foreach (var shard in _shards)
            shard.Loads.Abandon(reason);
    }

    private bool TryEvict(bool isThorough)
    {
        foreach (var shard in _shards)
        {
            if (shard.Entries.TryEvict(isThorough))
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
