namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>A way of bringing entries to SQLite, into a database of its own.</summary>
internal interface ISide : IAsyncDisposable
{
    /// <summary>Writes one entry, which is on the disk at the latest when <see cref="StoreAsync"/> has completed.</summary>
    void Write(in EntryKey key, in EntryValue value);

    /// <summary>Stores what is not stored yet.</summary>
    ValueTask StoreAsync();
}
