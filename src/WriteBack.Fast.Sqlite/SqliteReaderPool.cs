namespace WriteBack.Fast;

/// <summary>Readers that wait for the next load. As many can be in use as there are loads at a time. Thread-safe.</summary>
internal sealed class SqliteReaderPool<TKey, TValue>(Func<SqliteReader<TKey, TValue>> open) : IDisposable
    where TKey : struct
    where TValue : notnull
{
    private readonly Lock _lock = new();
    private readonly Stack<SqliteReader<TKey, TValue>> _idle = new();
    private readonly int _mostIdle = Environment.ProcessorCount;
    private bool _disposed;

    public SqliteReader<TKey, TValue> Rent()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_idle.TryPop(out var reader))
                return reader;
        }

        return open();
    }

    public void Return(SqliteReader<TKey, TValue> reader)
    {
        lock (_lock)
        {
            if (!_disposed && _idle.Count < _mostIdle)
            {
                _idle.Push(reader);
                return;
            }
        }

        reader.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            while (_idle.TryPop(out var reader))
                reader.Dispose();
        }
    }
}
