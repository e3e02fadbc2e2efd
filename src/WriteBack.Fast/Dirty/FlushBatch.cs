using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>The place of a batch's entry in the cache.</summary>
/// <param name="Shard">The number of the shard.</param>
/// <param name="Index">The index of the slot.</param>
/// <param name="Past">The fills that the entry keeps open.</param>
internal readonly record struct BatchPlace(int Shard, int Index, EntryPast Past);

/// <summary>Copies of dirty entries on their way to the store. Pooled; owned by one of drainer, channel and worker at a time.</summary>
internal sealed class FlushBatch<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly WriteEntry<TKey, TValue>[] _entries;
    private readonly BatchPlace[] _places;
    private readonly VersionSource _versions;

    public FlushBatch(int capacity, int rings, VersionSource versions, Func<WriteEntry<TKey, TValue>[], WriteBatch<TKey, TValue>> view)
    {
        _entries = new WriteEntry<TKey, TValue>[capacity];
        _places = new BatchPlace[capacity];
        QueuedUpTo = new Watermark(rings);
        _versions = versions;
        StoreView = view(_entries);
        Capacity = capacity;
    }

    /// <summary>The batch's number, in the order in which batches are filled.</summary>
    public long FillNumber { get; private set; }

    /// <summary>The most entries of this fill.</summary>
    public int Capacity { get; private set; }

    public int Count { get; private set; }

    /// <summary>The highest version among the entries.</summary>
    public long LastVersion { get; private set; }

    /// <summary>What the store is shown: the whole batch, or a part while a bad entry is searched for.</summary>
    public WriteBatch<TKey, TValue> StoreView { get; }

    /// <summary>For each ring, a position that lies after every place given to this batch's entries, since they were written in flight; 0
    /// if none was given.</summary>
    public Watermark QueuedUpTo { get; }

    public ref readonly WriteEntry<TKey, TValue> this[int index] => ref _entries[index];

    public ref readonly BatchPlace PlaceOf(int index) => ref _places[index];

    /// <summary>Prepares an empty batch for a new fill.</summary>
    /// <param name="fillNumber">The number of the fill.</param>
    /// <param name="most">The most entries; at least 1, and at most as many as the batch was made for.</param>
    public void Begin(long fillNumber, int most)
    {
        (FillNumber, Capacity) = (fillNumber, most);
        QueuedUpTo.Clear();
    }

    /// <summary>Notes that an entry of this batch has failed before.</summary>
    /// <param name="index">The index of the entry.</param>
    /// <param name="past">The fills that the entry keeps open.</param>
    public void MarkRetried(int index, EntryPast past) => _places[index] = _places[index] with { Past = past };

    /// <summary>Empties the batch, so that an idle batch in the pool keeps no keys or values alive.</summary>
    public void Clear()
    {
        StoreView.Release();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<WriteEntry<TKey, TValue>>())
            Array.Clear(_entries, 0, Count);
        (Count, LastVersion) = (0, 0);
    }

    /// <summary>The next version of an entry, for a cache without a log.</summary>
    public long NextVersion() => _versions.Next();

    public void Add(in TKey key, in TValue value, WriteKind kind, long version, FlushPriority priority, int attempt, BatchPlace place)
    {
        _entries[Count] = new WriteEntry<TKey, TValue>(key, value, kind, version, priority, attempt);
        _places[Count++] = place;
        LastVersion = Math.Max(LastVersion, version);
    }

    /// <summary>Notes that an entry of this batch got a place in a ring again.</summary>
    public void NoteQueued(int shard, int lane, long position) => QueuedUpTo.Raise(RingNumber.Of(shard, lane), position);
}
