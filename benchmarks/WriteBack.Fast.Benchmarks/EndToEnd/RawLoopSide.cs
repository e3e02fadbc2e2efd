namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>A loop over a prepared statement: each row is written at once, each so many rows are one transaction.</summary>
internal sealed class RawLoopSide(string path, int batch) : ISide
{
    private readonly SqliteFile _file = new(path);
    private int _open;

    public void Write(in EntryKey key, in EntryValue value)
    {
        if (_open == 0)
            _file.Begin();
        _file.Upsert(in key, in value);
        if (++_open == batch)
            Commit();
    }

    public ValueTask StoreAsync()
    {
        if (_open > 0)
            Commit();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Commit()
    {
        _file.Commit();
        _open = 0;
    }
}
