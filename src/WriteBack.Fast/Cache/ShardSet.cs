using System.Numerics;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>All shards of a cache, and their totals. Thread-safe.</summary>
internal sealed class ShardSet<TKey, TValue, TTraits> : IEvictor
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    // With fewer entries per shard, the keys would spread too unevenly for its slots. A byte of the hash selects among MaxShards.
    private const int MinEntriesPerShard = 2_048;
    private const int MaxShards = 256;
    private const int ShardsPerCore = 4;

    private readonly CloseFlag _closing;
    private readonly Shard<TKey, TValue, TTraits>[] _shards;

    /// <summary>Makes the shards.</summary>
    /// <param name="options">The capacity, the size of a batch, and the time to live.</param>
    /// <param name="pressure">The limit of dirty entries, and the signal of the drainer.</param>
    /// <param name="recorder">The recorder of writes in the log.</param>
    /// <param name="sink">The dead letters.</param>
    public ShardSet(
        WriteBackOptions options, Backpressure pressure, WriteRecorder<TKey, TValue> recorder, DeadLetterSink<TKey, TValue> sink)
    {
        _closing = pressure.Closing;
        var expiry = options.TimeToLive is { } timeToLive ? new ExpiryClock(options.TimeProvider, timeToLive) : null;
        var context = new ShardContext(options.Capacity, _closing, pressure.Quotas, pressure.Clock, expiry);
        int count = CountFor(options.Capacity);
        int entries = (options.Capacity + count - 1) / count;
        int backlog = (int)Math.Max(1, Math.Min(options.BatchSize, pressure.Quotas.Background) / count);
        int slots = SlotsFor(entries, count);
        var directory = new SlotDirectory(slots, count);
        // The first slot belongs to no shard: position 0 means that there is no slot.
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
        pressure.Clock.Watch(Sources.Rings);
    }

    /// <summary>Memory for one entry at full capacity, in bytes: its slot, tag, queue link, places in all rings, and counters.</summary>
    public static long BytesPerEntry => SlotArray<TKey, TValue>.Stride + 6 + (1 + RingNumber.Lanes) * sizeof(int) + 16;

    public Shard<TKey, TValue, TTraits>[] All => _shards;

    /// <summary>The shards as flushing and the log see them.</summary>
    public FlushSources<TKey, TValue> Sources { get; }

    public FastPath<TKey, TValue, TTraits> FastPath { get; }

    /// <summary>The number of live entries.</summary>
    public int Live => _shards.Sum(static shard => shard.Live);

    /// <summary>The number of clean live entries evicted to make room.</summary>
    public long Evictions => _shards.Sum(static shard => shard.Entries.Evictions);

    /// <summary>The number of clean live entries dropped because they had expired.</summary>
    public long Expirations => _shards.Sum(static shard => shard.Entries.Expirations);

    /// <summary>Memory in use, in bytes, without the objects that keys and values refer to.</summary>
    public long EstimatedBytes => _shards.Sum(static shard => shard.Bytes);

    public Shard<TKey, TValue, TTraits> Of(ulong hash) => FastPath.Of(hash);

    /// <summary>Evicts a clean entry from any shard: first from one where a short search finds it.</summary>
    public bool TryEvict() => TryEvict(isThorough: false) || TryEvict(isThorough: true);

    /// <summary>Enumerates the live entries, each untorn, in no particular order, and no key twice.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Enumerate()
    {
        // An entry never moves, but a key that is evicted and comes back may get a slot that is still to be read. A key never
        // changes its shard, so the keys of one shard are enough to know.
        var yielded = new HashSet<TKey>(TraitsComparer<TKey, TTraits>.Instance);
        foreach (var shard in _shards)
        {
            yielded.Clear();
            for (int position = 0; position < shard.Positions; position++)
            {
                if (shard.TryReadAt(position, out var key, out var value) && yielded.Add(key))
                    yield return new KeyValuePair<TKey, TValue>(key, value);
            }
        }
    }

    /// <summary>Refuses all later writes, and waits until the writes that were not refused are done.</summary>
    public void Close()
    {
        _closing.Close();
        foreach (var shard in _shards)
            shard.AwaitWriters();
    }

    /// <summary>Fails all waits for loads.</summary>
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

    // Keys spread unevenly over shards, so each has slots for four standard deviations more than its even part. A single shard has two
    // more slots than entries, so that the cache is full before the shard is.
    private static int SlotsFor(int entries, int shards) =>
        checked(entries + (shards == 1 ? 2 : 4 * (int)Math.Sqrt(entries)));

    private static int CountFor(int capacity)
    {
        uint wanted = BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount * ShardsPerCore);
        uint filled = BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, capacity / MinEntriesPerShard) + 1) / 2;
        return (int)Math.Min(Math.Min(wanted, filled), MaxShards);
    }
}
