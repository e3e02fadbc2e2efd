namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>A way of bringing rows to a server.</summary>
internal interface IRows : IAsyncDisposable
{
    /// <summary>Writes a row for each key, and returns when the server has them all.</summary>
    /// <param name="keys">The keys, each once.</param>
    /// <param name="score">Part of each value, so that every row changes.</param>
    Task WriteAsync(ReadOnlyMemory<EntryKey> keys, long score);
}
