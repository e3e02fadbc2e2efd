using MessagePack;
using StackExchange.Redis;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Makes stores in Redis, or in a server that speaks as Redis does.</summary>
public static class RedisStore
{
    /// <summary>Makes a store in Redis. Nothing is sent yet.</summary>
    /// <param name="redis">The connection, which stays the caller's: close it after the cache.</param>
    /// <param name="schema">Describes the entries; its name is the prefix of their keys, if the options have no other.</param>
    /// <param name="options">Where and how entries are kept; by default for ever, in the connection's database.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static RedisStore<TKey, TValue> Create<TKey, TValue>(
        IConnectionMultiplexer redis, EntrySchema<TKey, TValue> schema, RedisStoreOptions? options = null)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentNullException.ThrowIfNull(schema);
        return new RedisStore<TKey, TValue>(
            redis, schema, RedisLayout.Of(options ?? new RedisStoreOptions(), schema.Name));
    }
}

/// <summary>
/// Stores each entry as one Redis string: a readable key, as <c>player:7:42</c>, and a MessagePack value that has the names of
/// its columns. The commands of a batch are sent without waiting for answers in between. Thread-safe.
/// </summary>
/// <remarks>
/// A batch is not a transaction: when the connection fails, some of it may have been written, and all of it is written again.
/// What Redis answers, it keeps through its own crash only as its persistence is configured (<c>appendonly yes</c>,
/// <c>appendfsync always</c>). Whatever says that Redis cannot be had is an <see cref="IOException"/> or a
/// <see cref="TimeoutException"/>. What else it answers to a command stays a <see cref="RedisServerException"/>.
/// </remarks>
public sealed class RedisStore<TKey, TValue> : IWriteBackStore<TKey, TValue>, IPreparableStore, IFailureClassifier
    where TKey : struct
    where TValue : notnull
{
    // A cache calls on a flush thread, and what follows the answers runs there too.
    private const ConfigureAwaitOptions InContext =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private readonly IDatabase _database;
    private readonly EntrySchema<TKey, TValue> _schema;
    private readonly RedisLayout _layout;
    private volatile Codecs _codecs;

    internal RedisStore(IConnectionMultiplexer redis, EntrySchema<TKey, TValue> schema, RedisLayout layout)
    {
        _database = redis.GetDatabase(layout.Database);
        _schema = schema;
        _layout = layout;
        _codecs = CodecsFor(MessagePackColumn.DefaultOptions);
    }

    /// <summary>Takes the cache's serializer. Redis is not asked for anything, so that a cache opens while it is down.</summary>
    public ValueTask PrepareAsync(StoreContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        _codecs = CodecsFor(context.Serializer);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>Always from the primary: a replica may not have yet what was written before.</remarks>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var codecs = _codecs;
        RedisKey name = EncodeKey(codecs, key);
        var value = await ReadAsync(name, ct).ConfigureAwait(false);
        if (value.IsNull)
            return LoadResult<TValue>.NotFound;
        try
        {
            return new LoadResult<TValue>(Found: true, codecs.Values.Decode(value));
        }
        catch (MessagePackSerializationException exception)
        {
            throw new MessagePackSerializationException($"What Redis has under '{name}' is no value of the cache.", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ct.ThrowIfCancellationRequested();
        var answers = Send(batch);

        // The last first: when that is here, few of the others have to be waited for, one by one.
        for (int index = answers.Length - 1; index >= 0; index--)
        {
            var answer = answers[index];
            if (!answer.IsCompleted)
                await answer.WaitAsync(ct).ConfigureAwait(InContext);
            if (!answer.IsCompleted)
                ct.ThrowIfCancellationRequested();
        }

        Settle(batch, answers);
    }

    /// <inheritdoc/>
    public StoreFailure Classify(Exception exception) => RedisErrors.Classify(exception);

    private static byte[] EncodeKey(Codecs codecs, in TKey key)
    {
        var scratch = new PooledBuffer();
        try
        {
            return codecs.Keys.Encode(in key, scratch);
        }
        finally
        {
            scratch.Release();
        }
    }

    private static void Settle(WriteBatch<TKey, TValue> batch, Task[] answers)
    {
        Exception? unclear = null;
        for (int index = 0; index < answers.Length; index++)
        {
            if (answers[index].IsCompletedSuccessfully)
                continue;
            var failure = answers[index].Exception?.InnerException ?? new TaskCanceledException(answers[index]);
            switch (RedisErrors.Classify(failure))
            {
                case StoreFailure.Entry:
                    batch.Reject(index, failure);
                    break;
                case StoreFailure.Unknown when failure is RedisServerException:
                    unclear ??= failure;
                    break;
                default:
                    throw RedisErrors.Translate(failure);
            }
        }

        // Not rejected but thrown: the cache finds out whether Redis refuses this entry or every entry.
        if (unclear is not null)
            throw unclear;
    }

    private async Task<RedisValue> ReadAsync(RedisKey name, CancellationToken ct)
    {
        try
        {
            return await _database.StringGetAsync(name, CommandFlags.DemandMaster).WaitAsync(ct).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw RedisErrors.Translate(exception);
        }
    }

    // What was sent is no longer the batch's: a command may wait for a connection when the batch has failed and is gone, so
    // none of its bytes are in pooled memory.
    private Task[] Send(WriteBatch<TKey, TValue> batch)
    {
        var codecs = _codecs;
        var answers = new Task[batch.Count];
        var scratch = new PooledBuffer();
        try
        {
            for (int index = 0; index < answers.Length; index++)
                answers[index] = Send(codecs, batch, index, scratch);
        }
        finally
        {
            scratch.Release();
        }

        return answers;
    }

    private Task Send(Codecs codecs, WriteBatch<TKey, TValue> batch, int index, PooledBuffer scratch)
    {
        ref readonly var entry = ref batch.Entries[index];
        byte[] key;
        byte[]? value = null;
        try
        {
            key = codecs.Keys.Encode(entry.Key, scratch);
            if (entry.Kind == WriteKind.Upsert)
                value = codecs.Values.Encode(entry.Value, scratch);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            batch.Reject(index, exception);
            return Task.CompletedTask;
        }

        if (value?.Length > _layout.MaxValueBytes)
        {
            batch.Reject(index, new InvalidDataException($"A value of {value.Length} bytes is longer than {_layout.MaxValueBytes}."));
            return Task.CompletedTask;
        }

        try
        {
            return value is null ? _database.KeyDeleteAsync(key) : _database.StringSetAsync(key, value, _layout.Expiry);
        }
        catch (Exception exception)
        {
            throw RedisErrors.Translate(exception);
        }
    }

    private Codecs CodecsFor(MessagePackSerializerOptions serializer) => new(
        new RedisKeys<TKey, TValue>(_schema, _layout, serializer),
        new RedisValues<TKey, TValue>(_schema, serializer));

    private sealed record Codecs(RedisKeys<TKey, TValue> Keys, RedisValues<TKey, TValue> Values);
}
