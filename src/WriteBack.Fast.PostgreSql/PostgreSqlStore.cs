using System.Collections.Concurrent;
using MessagePack;
using Npgsql;

namespace WriteBack.Fast;

/// <summary>Makes stores in PostgreSQL.</summary>
public static class PostgreSqlStore
{
    /// <summary>Makes a store in a PostgreSQL database. Nothing is opened yet.</summary>
    /// <param name="dataSource">
    /// Where connections come from. It stays the caller's: dispose of it after the cache. Its <c>Command Timeout</c> is how long
    /// a batch may take.
    /// </param>
    /// <param name="schema">Describes the entries; its name is the table's, in the first schema of the search path.</param>
    public static PostgreSqlStore<TKey, TValue> Create<TKey, TValue>(NpgsqlDataSource dataSource, EntrySchema<TKey, TValue> schema)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(schema);
        return new PostgreSqlStore<TKey, TValue>(dataSource, schema, ownsDataSource: false);
    }
}

/// <summary>
/// Stores entries as rows of typed columns. Each batch is one round trip and one transaction: an upsert of all rows out of one
/// array for each column, and a delete. The table is created if it is missing, when a cache opens or on first use. Thread-safe;
/// batches and loads each take a connection of the pool while they run. A batch is written on the thread that calls.
/// </summary>
/// <remarks>
/// PostgreSQL has times of whole microseconds, and moments without a kind or an offset: a value read back is in UTC, and what it
/// had beyond a microsecond is gone; a <see cref="DateTime"/> of unspecified kind is taken for UTC. In a key, where that would
/// make two entries one row, an entry with such a time is rejected, as is one with a zero character or half a surrogate pair in
/// a text. A server that is shutting down, a standby, and whatever keeps a connection from being opened is an
/// <see cref="IOException"/>; what else the server says stays a <see cref="PostgresException"/>. After <c>COMMIT</c> a batch
/// survives a crash as <c>synchronous_commit</c> has it.
/// </remarks>
public sealed class PostgreSqlStore<TKey, TValue> : IWriteBackStore<TKey, TValue>, IPreparableStore, IFailureClassifier, IAsyncDisposable
    where TKey : struct
    where TValue : notnull
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly bool _ownsDataSource;
    private readonly EntrySchema<TKey, TValue> _schema;
    private readonly PostgreSqlTable _table;
    private readonly ConcurrentBag<PostgreSqlRows<TKey, TValue>> _idle = [];
    private volatile bool _hasTable;
    private volatile MessagePackSerializerOptions _serializer = MessagePackColumn.DefaultOptions;

    internal PostgreSqlStore(NpgsqlDataSource dataSource, EntrySchema<TKey, TValue> schema, bool ownsDataSource)
    {
        _dataSource = dataSource;
        _ownsDataSource = ownsDataSource;
        _schema = schema;
        _table = new PostgreSqlTable(schema.Name, schema.Columns);
    }

    /// <summary>Connects, and creates or checks the table.</summary>
    /// <exception cref="StoreSchemaException">The table is there, but has other columns.</exception>
    public async ValueTask PrepareAsync(StoreContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        _serializer = context.Serializer;
        _hasTable = false;
        await EnsureTableAsync(ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        var connection = await ConnectAsync(ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = CreateSelect(connection, in key);
            await using (command.ConfigureAwait(false))
                return await LoadAsync(command, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks the thread until the batch is written. A cache calls it on a flush thread.</remarks>
    public async ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ct.ThrowIfCancellationRequested();
        if (!_hasTable)
            await EnsureTableAsync(ct);
        var rows = _idle.TryTake(out var idle) ? idle : new PostgreSqlRows<TKey, TValue>(_schema, _table);
        try
        {
            rows.Fill(batch, _serializer);
            if (!rows.IsEmpty)
                Store(rows, ct);
        }
        finally
        {
            rows.Clear();
            _idle.Add(rows);
        }
    }

    /// <inheritdoc/>
    public StoreFailure Classify(Exception exception) => exception switch
    {
        NpgsqlException refusal => PostgreSqlErrors.Classify(refusal),
        StoreSchemaException => StoreFailure.Outage,
        _ => StoreFailure.Unknown,
    };

    /// <summary>Disposes of the data source, if a host made the store out of a connection string.</summary>
    public ValueTask DisposeAsync() => _ownsDataSource ? _dataSource.DisposeAsync() : ValueTask.CompletedTask;

    // The asynchronous calls would need threads of the thread pool, all of which may be blocked in writes that wait for this one.
    private void Store(PostgreSqlRows<TKey, TValue> rows, CancellationToken ct)
    {
        using var connection = Connect();
        using var batch = rows.CreateBatch(connection);

        // The end of the registration waits for a cancellation that is being sent, so that none reaches the connection's next user.
        using var cancellation = ct.UnsafeRegister(static batch => ((NpgsqlBatch)batch!).Cancel(), batch);
        try
        {
            batch.ExecuteNonQuery();
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception);
        }
    }

    private NpgsqlConnection Connect()
    {
        try
        {
            return _dataSource.OpenConnection();
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.StoreIsDown(exception);
        }
    }

    private async Task EnsureTableAsync(CancellationToken ct)
    {
        var connection = await ConnectAsync(ct).ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<LoadResult<TValue>> LoadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        try
        {
            var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                if (!await row.ReadAsync(ct).ConfigureAwait(false))
                    return LoadResult<TValue>.NotFound;
                var columns = new PostgreSqlColumnReader(row, _serializer);
                return new LoadResult<TValue>(Found: true, _schema.ReadValue(ref columns));
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.Translate(exception);
        }
    }

    private NpgsqlCommand CreateSelect(NpgsqlConnection connection, in TKey key)
    {
        PostgreSqlColumn[] keys = [.. _table.Columns.Take(_schema.KeyColumnCount).Select(static column => PostgreSqlType.CreateColumn(column.Type))];
        var columns = new PostgreSqlColumnWriter(keys, keys.Length, _serializer);
        _schema.WriteKey(ref columns, in key);
        var command = new NpgsqlCommand(_table.Select, connection);
        foreach (var column in keys)
            command.Parameters.Add(column.CreateParameter());
        return command;
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        NpgsqlConnection connection;
        try
        {
            connection = await _dataSource.OpenConnectionAsync(ct).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlErrors.StoreIsDown(exception);
        }

        try
        {
            if (!_hasTable)
                await PostgreSqlTableCheck.EnsureAsync(connection, _table, ct).ConfigureAwait(false);
            _hasTable = true;
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
