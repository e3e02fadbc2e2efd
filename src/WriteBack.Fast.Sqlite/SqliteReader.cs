using System.Buffers;
using MessagePack;

namespace WriteBack.Fast;

/// <summary>Looks rows up on one connection. Not thread-safe.</summary>
internal sealed class SqliteReader<TKey, TValue>(
    SqliteDatabase database, SqliteTable table, EntrySchema<TKey, TValue> schema) : IDisposable
    where TKey : struct
    where TValue : notnull
{
    private readonly SqliteStatement _select = new(database, table.Select);
    private readonly ArrayBufferWriter<byte> _blob = new(SqliteColumnWriter.FirstBlobCapacity);

    public LoadResult<TValue> Load(TKey key, MessagePackSerializerOptions options)
    {
        try
        {
            var parameters = new SqliteColumnWriter(_select, _blob, options);
            schema.WriteKey(ref parameters, in key);
            if (!_select.Step())
                return LoadResult<TValue>.NotFound;

            var columns = new SqliteColumnReader(_select.Handle, options);
            return new LoadResult<TValue>(true, schema.ReadValue(ref columns));
        }
        finally
        {
            _select.Reset();
        }
    }

    public void Dispose()
    {
        _select.Dispose();
        database.Dispose();
    }
}
