using MessagePack;
using Microsoft.Data.Sqlite;

namespace WriteBack.Fast;

/// <summary>Makes stores in SQLite.</summary>
public static class SqliteStore
{
    /// <summary>Makes a store in a SQLite database. Nothing is opened yet.</summary>
    /// <param name="connectionString">
    /// That of Microsoft.Data.Sqlite. <c>Default Timeout</c> says how long to wait for a lock. A database in memory must be
    /// shared: <c>Data Source=name;Mode=Memory;Cache=Shared</c>.
    /// </param>
    /// <param name="schema">Describes the entries; its name is the table's.</param>
    /// <exception cref="ArgumentException">The database is private to each connection, or cannot be written.</exception>
    public static SqliteStore<TKey, TValue> Create<TKey, TValue>(string connectionString, EntrySchema<TKey, TValue> schema)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new SqliteStore<TKey, TValue>(SqliteLocation.Parse(connectionString), schema);
    }
}

/// <summary>
/// Stores entries as rows of typed columns, each batch in one transaction that is synced to the disk. The table is created if
/// it is missing, and the database put into WAL mode, when a cache opens or on first use. Thread-safe: batches are written
/// one after the other, each on the thread that calls, and loads wait for none of them.
/// </summary>
/// <remarks>
/// Rows have the forms that Microsoft.Data.Sqlite reads. Where SQLite cannot hold a value: NaN is the text 'NaN', -0.0
/// becomes 0.0, a decimal loses trailing zeros, and an entry with half a surrogate pair in a text is rejected. A time has its
/// kind or offset, in a key too; that of a local one is this machine's. A lock not had in time is a
/// <see cref="TimeoutException"/>. Whatever else SQLite cannot do for any row is an <see cref="IOException"/>: a failing or full
/// disk, a file that is damaged or may not be written, a missing table or column. What it refuses of a row stays a
/// <see cref="SqliteException"/>. A table that has been there and is gone is not created again.
/// </remarks>
public sealed class SqliteStore<TKey, TValue> : IWriteBackStore<TKey, TValue>, IPreparableStore, IFailureClassifier, IAsyncDisposable
    where TKey : struct
    where TValue : notnull
{
    private readonly SqliteLocation _location;
    private readonly EntrySchema<TKey, TValue> _schema;
    private readonly SqliteReaderPool<TKey, TValue> _readers;
    private readonly SemaphoreSlim _writing = new(1, 1);

    // Written under _writing only. There is a table once it has been created or checked.
    private SqliteWriter<TKey, TValue>? _writer;
    private volatile SqliteTable? _table;
    private volatile bool _disposed;
    private volatile MessagePackSerializerOptions _serializer = MessagePackColumn.DefaultOptions;

    internal SqliteStore(SqliteLocation location, EntrySchema<TKey, TValue> schema)
    {
        _location = location;
        _schema = schema;
        _readers = new SqliteReaderPool<TKey, TValue>(OpenReader);
    }

    /// <summary>Opens the database, and creates or checks the table.</summary>
    /// <exception cref="StoreSchemaException">The table is there, but has other columns.</exception>
    public async ValueTask PrepareAsync(StoreContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(context);
        await BeginWritingAsync(ct).ConfigureAwait(false);
        try
        {
            _serializer = context.Serializer;
            _writer ??= OpenWriter();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LoadResult<TValue>> LoadAsync(TKey key, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_table is not null && !_location.IsMemory)
            return Load(key);

        await BeginWritingAsync(ct).ConfigureAwait(false);
        try
        {
            _writer ??= OpenWriter();
            return Load(key);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>Blocks the thread until the batch is written. A cache calls it on a flush thread.</remarks>
    public ValueTask WriteAsync(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(batch);
        try
        {
            Write(batch, ct);
            return ValueTask.CompletedTask;
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    /// <inheritdoc/>
    public StoreFailure Classify(Exception exception) => exception switch
    {
        SqliteException refusal => SqliteErrors.Classify(refusal),

        // The table was changed while the connection was closed.
        StoreSchemaException => StoreFailure.Outage,
        _ => StoreFailure.Unknown,
    };

    /// <summary>Waits for the batch being written, then closes every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            _readers.Dispose();
            CloseWriter();
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Write(WriteBatch<TKey, TValue> batch, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _writing.Wait(ct);
        CheckOpen();
        try
        {
            _writer ??= OpenWriter();
            _writer.Write(batch, _serializer, ct);
        }
        finally
        {
            // The last connection of a database in memory is what keeps its rows.
            if (_writer is { IsBroken: true } && !_location.IsMemory)
                CloseWriter();
            _writing.Release();
        }
    }

    private async ValueTask BeginWritingAsync(CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _writing.WaitAsync(ct).ConfigureAwait(false);
        CheckOpen();
    }

    /// <summary>Ends the turn of a writer that was waiting when the store was disposed of.</summary>
    private void CheckOpen()
    {
        if (!_disposed)
            return;
        _writing.Release();
        throw new ObjectDisposedException(GetType().FullName);
    }

    private LoadResult<TValue> Load(TKey key)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var reader = _readers.Rent();
        try
        {
            var result = reader.Load(key, _serializer);
            _readers.Return(reader);
            return result;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private SqliteReader<TKey, TValue> OpenReader() => SqliteDatabase.Open(
        _location.ConnectionString, database => new SqliteReader<TKey, TValue>(database, _table!, _schema));

    private SqliteWriter<TKey, TValue> OpenWriter() => SqliteDatabase.Open(_location.ConnectionString, database =>
    {
        var table = new SqliteTable(_schema.Name, _schema.Columns);
        // A table that has been there may come back, with its rows. An empty one in its place would be in the way.
        SqliteTableCheck.Ensure(database, table, isCreated: _table is null);
        // A database in memory answers that its journal is in memory, and stays as it is.
        database.Execute("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        var writer = new SqliteWriter<TKey, TValue>(database, table, _schema);
        _table = table;
        return writer;
    });

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }
}
