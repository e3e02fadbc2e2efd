using MessagePack;
using Npgsql;

namespace WriteBack.Fast;

/// <summary>A batch as columns, to be used again and again. Not thread-safe.</summary>
internal sealed class PostgreSqlRows<TKey, TValue>(EntrySchema<TKey, TValue> schema, PostgreSqlTable table)
    where TKey : struct
    where TValue : notnull
{
    private readonly PostgreSqlColumn[] _upserts = [.. table.Columns.Select(static column => PostgreSqlType.CreateColumn(column.Type))];

    private readonly PostgreSqlColumn[] _deletes =
        [.. table.Columns.Where(static column => column.IsKey).Select(static column => PostgreSqlType.CreateColumn(column.Type))];

    private int _upsertCount;
    private int _deleteCount;

    public bool IsEmpty => _upsertCount + _deleteCount == 0;

    /// <summary>Takes the entries of a batch; those that cannot be stored are rejected.</summary>
    public void Fill(WriteBatch<TKey, TValue> batch, MessagePackSerializerOptions options)
    {
        var entries = batch.Entries;
        for (int index = 0; index < entries.Length; index++)
        {
            try
            {
                Add(in entries[index], options);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Undo();
                batch.Reject(index, exception);
            }
        }
    }

    /// <summary>The statements that store what was taken, in one transaction when they are sent as one batch.</summary>
    public NpgsqlBatch CreateBatch(NpgsqlConnection connection)
    {
        var batch = new NpgsqlBatch(connection);
        if (_upsertCount > 0)
            batch.BatchCommands.Add(Command(table.Upsert, _upserts));
        if (_deleteCount > 0)
            batch.BatchCommands.Add(Command(table.Delete, _deletes));
        return batch;
    }

    /// <summary>Lets go of what was taken, and so of the entries' texts and bytes.</summary>
    public void Clear()
    {
        (_upsertCount, _deleteCount) = (0, 0);
        Undo();
    }

    private static NpgsqlBatchCommand Command(string sql, PostgreSqlColumn[] columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
            command.Parameters.Add(column.CreateParameter());
        return command;
    }

    private void Add(in WriteEntry<TKey, TValue> entry, MessagePackSerializerOptions options)
    {
        bool isUpsert = entry.Kind == WriteKind.Upsert;
        var columns = new PostgreSqlColumnWriter(isUpsert ? _upserts : _deletes, schema.KeyColumnCount, options);
        schema.WriteKey(ref columns, entry.Key);
        if (isUpsert)
        {
            schema.WriteValue(ref columns, entry.Value);
            _upsertCount++;
        }
        else
        {
            _deleteCount++;
        }
    }

    // A row that failed has filled some of its columns.
    private void Undo()
    {
        foreach (var column in _upserts)
            column.Truncate(_upsertCount);
        foreach (var column in _deletes)
            column.Truncate(_deleteCount);
    }
}
