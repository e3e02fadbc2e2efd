using System.ComponentModel;
using System.Runtime.CompilerServices;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The base class of every generated cache. Callers' threads work on the shards alone (Cache/). Each accepted write leaves its slot's
// index in a ring, from which the flusher (Flush/) brings the entry to the store (Storage/). This file is the memory path and the
// wiring; WriteBackCache.Async.cs has the calls that may wait.

/// <summary>The base class of generated caches, which is not meant to be derived from by hand.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <typeparam name="TTraits">The generator's knowledge of the cache.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe partial class WriteBackCache<TKey, TValue, TTraits> : IWriteBackCache<TKey, TValue>
    where TKey : struct
    where TValue : notnull
    where TTraits : struct, ICacheTraits<TKey>
{
    private readonly CacheEngine<TKey, TValue, TTraits> _engine;
    private readonly ShardSet<TKey, TValue, TTraits> _shards;
    private readonly CloseFlag _closing;
    private FastPath<TKey, TValue, TTraits> _fastReads;

    // With a log, every write takes the slow path: its record is appended first.
    private FastPath<TKey, TValue, TTraits> _fastWrites;

    // A copy of the counters' table address, which saves the memory path a load.
    private readonly byte* _countersTable;

    /// <summary>Makes a cache, which <see cref="StartAsync"/> then opens.</summary>
    /// <param name="schema">The schema of the entries.</param>
    /// <param name="store">The store.</param>
    /// <param name="options">The options, copied; null for the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options have faults; each is named.</exception>
    protected WriteBackCache(EntrySchema<TKey, TValue> schema, IWriteBackStore<TKey, TValue> store, WriteBackOptions? options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(store);
        var validated = (options ?? new WriteBackOptions()).Validated(
            schema.Name, ShardSet<TKey, TValue, TTraits>.BytesPerEntry, TTraits.Expires);
        _engine = new CacheEngine<TKey, TValue, TTraits>(GetType(), schema, store, validated);
        _shards = _engine.Shards;
        _closing = _engine.Pressure.Closing;
        _countersTable = _engine.Calls.Table;
        _fastReads = _shards.FastPath;
        _fastWrites = _engine.Log is null ? _fastReads : _fastReads.Disabled();
        DeadLetters = new DeadLetterCalls<TKey, TValue, TTraits>(_engine);
    }

    /// <inheritdoc/>
    public int Count => _engine.Count;

    /// <inheritdoc/>
    public int DirtyCount => _engine.DirtyCount;

    /// <inheritdoc/>
    public WriteBackStatistics Statistics => _engine.Statistics;

    /// <inheritdoc/>
    public IDeadLetterQueue<TKey, TValue> DeadLetters { get; }

    private ref StripedCounters.Counts ThreadCounts
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            nuint region = StripedCounters.Region;
            var counts = StripedCounters.PlaceOf(_countersTable, region);
            return ref *(counts->Region == region ? counts : FindThreadCounts(region));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(in TKey key, out TValue value)
    {
        var fast = _fastReads;
        ulong hash = TTraits.Hash(in key);
        if (!fast.TryFindCandidate(hash, out nuint position) || !fast.TryRead(in key, hash, position, out value))
            return TryGetSlow(in key, hash, out value);
        if (TTraits.CountsReads)
            ThreadCounts.Hits++;
        GC.KeepAlive(this);
        return true;
    }

    /// <inheritdoc/>
    public bool Contains(in TKey key)
    {
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        bool isLive = _shards.Of(hash).Contains(in key, hash);
        CountRead(isLive);
        GC.KeepAlive(this);
        return isLive;
    }

    /// <inheritdoc/>
    public void Set(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal)
    {
        var fast = _fastWrites;
        ulong hash = TTraits.Hash(in key);
        if (!fast.TryFindCandidate(hash, out nuint position) || !fast.TryCoalesce(in key, hash, position, in value, priority))
        {
            Write(in key, hash, position, in value, WriteKind.Upsert, priority);
            return;
        }

        ThreadCounts.Coalesced++;
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public bool TrySet(in TKey key, in TValue value, FlushPriority priority = FlushPriority.Normal)
    {
        ThrowIfUnknown(priority);
        ulong hash = TTraits.Hash(in key);
        var request = new WriteRequest<TKey, TValue>(key, hash, value, WriteKind.Upsert, priority);
        var write = new PendingSet<TKey, TValue, TTraits>(_shards.Of(hash), request);
        if (_engine.Tally.TryCount(_engine.Overflow.Try(in write, waiter: null)))
            return true;

        _engine.Pressure.RequestSpace();
        return false;
    }

    /// <inheritdoc/>
    public bool Update<TArg>(in TKey key, TArg arg, UpdateAction<TValue, TArg> update, FlushPriority priority = FlushPriority.Normal)
    {
        ArgumentNullException.ThrowIfNull(update);
        ThrowIfUnknown(priority);
        ThrowIfClosed();
        ulong hash = TTraits.Hash(in key);
        var shard = _shards.Of(hash);
        var outcome = shard.Update(in key, hash, arg, update, priority, waiter: null);
        if (outcome == WriteOutcome.NotResident)
            return false;
        return TrySettle(outcome)
            || _engine.Overflow.Finish(new PendingUpdate<TKey, TValue, TTraits, TArg>(shard, key, hash, arg, update, priority), outcome);
    }

    /// <inheritdoc/>
    public void Remove(in TKey key, FlushPriority priority = FlushPriority.Normal)
    {
        TValue none = default!;
        Write(in key, TTraits.Hash(in key), position: 0, in none, WriteKind.Delete, priority);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(IWriteBackObserver<TKey, TValue> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return _engine.Observers.Add(observer);
    }

    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<TKey, TValue>> Snapshot()
    {
        ThrowIfClosed();
        return _shards.Enumerate();
    }

    private static void ThrowIfUnknown(FlushPriority priority)
    {
        if (priority is < FlushPriority.High or > FlushPriority.Low)
            Throw();

        static void Throw() => throw new ArgumentOutOfRangeException(nameof(priority), "Must be one of FlushPriority.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryGetSlow(in TKey key, ulong hash, out TValue value)
    {
        ThrowIfClosed();
        bool isLive = _shards.Of(hash).Read(in key, hash, out value) == Presence.Live;
        CountRead(isLive);
        GC.KeepAlive(this);
        return isLive;
    }

    /// <param name="key">The key.</param>
    /// <param name="hash">The key's hash.</param>
    /// <param name="position">The candidate's position among the slots of all shards; 0 for none, and for a remove.</param>
    /// <param name="value">The value.</param>
    /// <param name="kind">The kind of the write: a value or a remove.</param>
    /// <param name="priority">The write's priority.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Write(in TKey key, ulong hash, nuint position, in TValue value, WriteKind kind, FlushPriority priority)
    {
        ThrowIfUnknown(priority);
        var shard = _shards.Of(hash);
        if (!shard.TryWriteClean(position, in key, in value, priority, out var outcome))
            WriteSlow(shard, in key, hash, in value, kind, priority);
        else if (outcome == WriteOutcome.Accepted)
            ThreadCounts.Accepted++;
        else
            SettleClean(shard, in key, hash, in value, priority, outcome);
    }

    // The requests are made out of line: as locals of Write they would cost every write to a clean entry their initialisation.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteSlow(
        Shard<TKey, TValue, TTraits> shard, in TKey key, ulong hash, in TValue value, WriteKind kind, FlushPriority priority)
    {
        var request = new WriteRequest<TKey, TValue>(key, hash, value, kind, priority);
        var outcome = shard.WriteLogged(in request, waiter: null);
        if (outcome == WriteOutcome.Accepted)
            ThreadCounts.Accepted++;
        else
            Settle(shard, in request, outcome);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SettleClean(
        Shard<TKey, TValue, TTraits> shard, in TKey key, ulong hash, in TValue value, FlushPriority priority, WriteOutcome outcome) =>
        Settle(shard, new WriteRequest<TKey, TValue>(key, hash, value, WriteKind.Upsert, priority), outcome);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Settle(Shard<TKey, TValue, TTraits> shard, in WriteRequest<TKey, TValue> request, WriteOutcome outcome)
    {
        if (!TrySettle(outcome))
            _engine.Overflow.Finish(new PendingSet<TKey, TValue, TTraits>(shard, request), outcome);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private StripedCounters.Counts* FindThreadCounts(nuint region) => _engine.Calls.Find(region);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountRead(bool isHit)
    {
        if (!TTraits.CountsReads)
            return;
        ref var counts = ref ThreadCounts;
        if (isHit)
            counts.Hits++;
        else
            counts.Misses++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfClosed() => _closing.ThrowIfClosed();
}
