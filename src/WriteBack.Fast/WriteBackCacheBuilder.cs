namespace WriteBack.Fast;

/// <summary>
/// Says on which store, and how, a host opens a cache. A store's package adds a method of its own, as <c>UseSqlite</c>. Not
/// thread-safe.
/// </summary>
/// <param name="schema">Describes the entries.</param>
public sealed class WriteBackCacheBuilder<TKey, TValue>(EntrySchema<TKey, TValue> schema)
    where TKey : struct
    where TValue : notnull
{
    private readonly List<Action<IServiceProvider, WriteBackOptions>> _configurations = [];
    private Func<IServiceProvider, IWriteBackStore<TKey, TValue>>? _createStore;

    /// <summary>Describes the entries: what a store needs to know of them.</summary>
    public EntrySchema<TKey, TValue> Schema { get; } = schema;

    /// <summary>Sets the store, in place of one that was set before.</summary>
    /// <param name="create">
    /// Called once, when the host starts. What it returns is disposed of after the cache is closed, if it is disposable.
    /// </param>
    public WriteBackCacheBuilder<TKey, TValue> UseStore(Func<IServiceProvider, IWriteBackStore<TKey, TValue>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _createStore = create;
        return this;
    }

    /// <summary>Changes the options, after those that were asked for before.</summary>
    public WriteBackCacheBuilder<TKey, TValue> WithOptions(Action<WriteBackOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return WithOptions((_, options) => configure(options));
    }

    /// <inheritdoc cref="WithOptions(Action{WriteBackOptions})"/>
    public WriteBackCacheBuilder<TKey, TValue> WithOptions(Action<IServiceProvider, WriteBackOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _configurations.Add(configure);
        return this;
    }

    /// <summary>Makes the store.</summary>
    /// <exception cref="InvalidOperationException">None was set.</exception>
    public IWriteBackStore<TKey, TValue> CreateStore(IServiceProvider services) => _createStore is { } create
        ? create(services)
        : throw new InvalidOperationException(
            $"The cache '{Schema.Name}' has no store: call UseSqlite, UsePostgreSql, UseRedis or UseStore where it is added.");

    /// <summary>Applies every change to the options.</summary>
    public void Configure(IServiceProvider services, WriteBackOptions options)
    {
        foreach (var configure in _configurations)
            configure(services, options);
    }
}
