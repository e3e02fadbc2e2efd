using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

/// <summary>Where the entry of a batch lies in the cache.</summary>
/// <param name="Shard">Number of the shard.</param>
/// <param name="Index">The slot.</param>
/// <param name="IsAwaited">Whether someone waits for it to be stored.</param>
internal readonly record struct BatchPlace(int Shard, int Index, bool IsAwaited);

/// <summary>Copies of dirty entries on their way to the store. Pooled; one owner at a time: drainer, channel, worker.</summary>
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
    }

    /// <summary>Number among the batches that were filled, in that order.</summary>
    public long FillNumber { get; private set; }

    /// <summary>The most entries.</summary>
    public int Capacity => _entries.Length;

    public int Count { get; private set; }

    /// <summary>The highest version of an entry.</summary>
    public long LastVersion { get; private set; }

    /// <summary>Whether an entry failed and became dirty again because of it.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether an entry is dirty again that someone waits for, so that it must not wait for the interval.</summary>
    public bool IsUrgent { get; set; }

    /// <summary>What the store is shown: all of the batch, or a part while a bad entry is searched.</summary>
    public WriteBatch<TKey, TValue> StoreView { get; }

    /// <summary>For each ring, the position before which the entries of this batch were queued again; 0 for none.</summary>
    public Watermark QueuedUpTo { get; }

    public ref readonly WriteEntry<TKey, TValue> this[int index] => ref _entries[index];

    public ref readonly BatchPlace PlaceOf(int index) => ref _places[index];

    /// <summary>Begins a new fill of an empty batch.</summary>
    public void Begin(long fillNumber)
    {
        FillNumber = fillNumber;
        HasFailed = false;
        IsUrgent = false;
        QueuedUpTo.Clear();
    }

    /// <summary>Empties the batch, so that it keeps nothing alive while it waits for its next fill.</summary>
    public void Clear()
    {
        StoreView.Release();
        if (RuntimeHelpers.IsReferenceOrContainsReferences<WriteEntry<TKey, TValue>>())
            Array.Clear(_entries, 0, Count);
        (Count, LastVersion) = (0, 0);
    }

    /// <summary>A version for an entry of a cache without a log.</summary>
    public long NextVersion() => _versions.Next();

    public void Add(in TKey key, in TValue value, WriteKind kind, long version, FlushPriority priority, int attempt, BatchPlace place)
    {
        _entries[Count] = new WriteEntry<TKey, TValue>(key, value, kind, version, priority, attempt);
        _places[Count++] = place;
        LastVersion = Math.Max(LastVersion, version);
    }

    /// <summary>Notes that an entry of this batch was queued again.</summary>
    public void NoteQueued(int shard, FlushPriority priority, long position) =>
        QueuedUpTo.Raise(RingNumber.Of(shard, priority.Lane), position);
}
