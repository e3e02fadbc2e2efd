namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>Each write is a transaction, on the disk when it returns.</summary>
internal sealed class WriteThroughSide(string path) : ISide
{
    private readonly SqliteFile _file = new(path);

    public void Write(in EntryKey key, in EntryValue value) => _file.Upsert(in key, in value);

    public ValueTask StoreAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }
}
