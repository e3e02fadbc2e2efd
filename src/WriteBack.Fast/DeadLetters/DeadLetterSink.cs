using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Makes, counts, logs and keeps every dead letter. Thread-safe.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
internal sealed class DeadLetterSink<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly CacheServices _services;
    private readonly DeadLetterAlert _alert;
    private readonly DeadLetterJournal<TKey, TValue>? _journal;

    /// <summary>Makes a sink.</summary>
    /// <param name="services">The cache's name, options, logger and counters.</param>
    /// <param name="codec">Serialises keys and values.</param>
    /// <param name="keys">Compares keys.</param>
    public DeadLetterSink(CacheServices services, EntryCodec<TKey, TValue> codec, IEqualityComparer<TKey> keys)
    {
        _services = services;
        bool isJournaled = services.Options.DeadLetterDirectory is not null;
        Letters = new DeadLetterQueue<TKey, TValue>(keys, isJournaled);
        _alert = new DeadLetterAlert(services.Logger, services.Name);
        if (isJournaled)
        {
            _journal = new DeadLetterJournal<TKey, TValue>(
                Letters, new DeadLetterCodec<TKey, TValue>(codec), _alert, services.Logger, services.Name);
        }
    }

    /// <summary>The letters.</summary>
    public DeadLetterQueue<TKey, TValue> Letters { get; }

    /// <summary>The number of letters dropped since the cache was opened.</summary>
    public long Dropped => _alert.Dropped;

    /// <summary>Reads the letters of earlier runs, if there is a directory for them.</summary>
    /// <exception cref="IOException">Another cache has the directory open, or it cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not use the directory.</exception>
    public Task OpenAsync() => _journal is null
        ? Task.CompletedTask
        : Task.Run(() => _journal.Open(_services.FolderIn(_services.Options.DeadLetterDirectory!)));

    /// <summary>Brings the changes of the letters to disk, if there is a directory for them. A failure is logged.</summary>
    public void Commit() => _journal?.Commit();

    /// <inheritdoc cref="Commit"/>
    public Task CommitAsync() => _journal is null ? Task.CompletedTask : Task.Run(_journal.Commit);

    /// <summary>Commits, closes the files and unlocks the directory.</summary>
    public void Close() => _journal?.Close();

    /// <summary>Makes the letter of a write that the store refused, for <see cref="Put"/>.</summary>
    public DeadLetter<TKey, TValue> Make(in WriteEntry<TKey, TValue> write, Exception reason) =>
        Make(write.Key, write.Value, write.Kind, write.Version, write.Attempt, reason);

    /// <summary>Keeps a letter. Needs the lock of its key's slot.</summary>
    /// <returns>Whether the oldest letter was dropped to make room; if so, call <see cref="OnDropped"/>.</returns>
    public bool Put(DeadLetter<TKey, TValue> letter) => Letters.Add(letter) is not null;

    /// <summary>Counts and logs a dropped letter. Call it under no lock, since it logs.</summary>
    public void OnDropped() => _alert.OnDropped(1);

    /// <summary>Makes and keeps the letter of a write that cannot be serialised for the log. Such a write is never applied.</summary>
    /// <returns>The exception for the writer.</returns>
    public DeadLetteredException TakeUnserialised(TKey key, TValue value, WriteKind kind, long version, Exception reason)
    {
        if (Put(Make(key, value, kind, version, attempts: 1, reason)))
            OnDropped();
        return new DeadLetteredException($"A write of cache '{_services.Name}' cannot be serialised for its log.", reason);
    }

    /// <summary>Marks the letters that a batch supersedes, and commits, before the store gets the batch.</summary>
    /// <param name="batch">The entries, which must be in flight.</param>
    public void BeforeStore(FlushBatch<TKey, TValue> batch)
    {
        if (Letters.Count > 0)
            Letters.Supersede(batch, _journal is null ? null : _journal.IsSame);
        Commit();
    }

    /// <summary>Removes the replaying letter of a key whose pending write was stored. Needs the lock of the key's slot.</summary>
    public void OnStored(in TKey key)
    {
        if (Letters.Count > 0)
            Letters.OnStored(in key);
    }

    /// <summary>Logs the number of letters of a period: the store took a batch, or the cache is closed.</summary>
    public void EndAlert() => _alert.End();

    private DeadLetter<TKey, TValue> Make(TKey key, TValue value, WriteKind kind, long version, int attempts, Exception reason)
    {
        _alert.OnDeadLettered(attempts, reason);
        _services.Counters.AddDeadLetter();
        return new DeadLetter<TKey, TValue>(
            key, value, kind, version, attempts, DeadLetterError.Of(reason), _services.Options.TimeProvider.GetUtcNow());
    }
}
