namespace WriteBack.Fast;

/// <summary>
/// Configures the store and the options of a cache that a host opens. A store's package adds a method of its own, such as
/// <c>UseSqlite</c>. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="schema">The schema of the entries.</param>
public sealed class WriteBackCacheBuilder<TKey, TValue>(EntrySchema<TKey, TValue> schema)
    where TKey : struct
    where TValue : notnull
{
    private readonly List<Action<IServiceProvider, WriteBackOptions>> _configurations = [];
    private Func<IServiceProvider, IWriteBackStore<TKey, TValue>>? _createStore;

    /// <summary>The schema of the entries.</summary>
    public EntrySchema<TKey, TValue> Schema { get; } = schema;

    /// <summary>Sets the store, in place of one that was set before.</summary>
    /// <param name="create">
    /// A factory of the store, called once when the host starts. If the store is disposable, it is disposed of after the cache is closed.
    /// </param>
    /// <returns>This builder.</returns>
    public WriteBackCacheBuilder<TKey, TValue> UseStore(Func<IServiceProvider, IWriteBackStore<TKey, TValue>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _createStore = create;
        return this;
    }

    /// <summary>Adds a change of the options, applied after those added before.</summary>
    /// <param name="configure">The change.</param>
    /// <returns>This builder.</returns>
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
    /// <param name="services">The host's services.</param>
    /// <exception cref="InvalidOperationException">No store was set.</exception>
    public IWriteBackStore<TKey, TValue> CreateStore(IServiceProvider services) => _createStore is { } create
        ? create(services)
        : throw new InvalidOperationException(
            $"The cache '{Schema.Name}' has no store: call UseSqlite, UsePostgreSql, UseRedis or UseStore where it is added.");

    /// <summary>Applies all changes to the options, in the order in which they were added.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="options">The options to change.</param>
    public void Configure(IServiceProvider services, WriteBackOptions options)
    {
        foreach (var configure in _configurations)
            configure(services, options);
    }
}
