using System.Buffers;
using System.Diagnostics;
using MessagePack;
using Microsoft.Data.Sqlite;

namespace WriteBack.Fast;

/// <summary>Writes batches on one connection, each in one transaction. Not thread-safe.</summary>
internal sealed class SqliteWriter<TKey, TValue>(
    SqliteDatabase database, SqliteTable table, EntrySchema<TKey, TValue> schema) : IDisposable
    where TKey : struct
    where TValue : notnull
{
    private const int LongestTurn = 50;

    private readonly SqliteStatement _begin = new(database, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(database, "COMMIT");
    private readonly SqliteStatement _rollBack = new(database, "ROLLBACK");
    private readonly SqliteStatement _upsert = new(database, table.Upsert);
    private readonly SqliteStatement _delete = new(database, table.Delete);
    private readonly ArrayBufferWriter<byte> _blob = new(SqliteColumnWriter.FirstBlobCapacity);

    /// <summary>Whether the connection can no longer be trusted.</summary>
    public bool IsBroken { get; private set; }

    public void Write(WriteBatch<TKey, TValue> batch, MessagePackSerializerOptions options, CancellationToken ct)
    {
        try
        {
            Begin(ct);
            WriteEntries(batch, options, ct);
            _commit.Run();
        }
        catch (Exception exception)
        {
            RollBack();
            IsBroken = exception is IOException || database.InTransaction;
            throw;
        }
        finally
        {
            _upsert.ClearBindings();
            _delete.ClearBindings();
        }
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollBack.Dispose();
        _upsert.Dispose();
        _delete.Dispose();
        database.Dispose();
    }

    // SQLite's own wait for a lock is deaf to cancellation, and is none at all for a database in shared memory.
    private void Begin(CancellationToken ct)
    {
        long start = Stopwatch.GetTimestamp();
        database.SetBusyTimeout(TimeSpan.Zero);
        try
        {
            for (int turn = 1; !TryBegin(start); turn = Math.Min(2 * turn, LongestTurn))
            {
                ct.WaitHandle.WaitOne(turn);
                ct.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            database.SetBusyTimeout(database.LockTimeout);
        }
    }

    private bool TryBegin(long start)
    {
        try
        {
            _begin.Run();
            return true;
        }
        catch (TimeoutException) when (Stopwatch.GetElapsedTime(start) < database.LockTimeout)
        {
            return false;
        }
    }

    private void WriteEntries(WriteBatch<TKey, TValue> batch, MessagePackSerializerOptions options, CancellationToken ct)
    {
        var entries = batch.Entries;
        for (int i = 0; i < entries.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            var statement = entries[i].Kind == WriteKind.Delete ? _delete : _upsert;
            try
            {
                Bind(statement, in entries[i], options);
            }
            catch (Exception exception) when (exception is not (SqliteException or OutOfMemoryException))
            {
                batch.Reject(i, exception);
                continue;
            }

            statement.Run();
        }
    }

    private void Bind(SqliteStatement statement, in WriteEntry<TKey, TValue> entry, MessagePackSerializerOptions options)
    {
        var parameters = new SqliteColumnWriter(statement, _blob, options);
        schema.WriteKey(ref parameters, entry.Key);
        if (entry.Kind == WriteKind.Upsert)
            schema.WriteValue(ref parameters, entry.Value);
    }

    private void RollBack()
    {
        try
        {
            if (database.InTransaction)
                _rollBack.Run();
        }
        catch (Exception exception) when (exception is SqliteException or TimeoutException or IOException)
        {
            // What failed first is what the caller hears of; closing the connection will roll back.
        }
    }
}
