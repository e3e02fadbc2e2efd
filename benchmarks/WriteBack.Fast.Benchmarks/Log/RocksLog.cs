using RocksDbSharp;

namespace WriteBack.Fast.Benchmarks.Log;

/// <summary>RocksDB, whose log is synced before a write returns. Writers that wait at the same time share a sync.</summary>
internal sealed class RocksLog : IDisposable
{
    private readonly RocksDb _database;
    private readonly WriteOptions _synced = new WriteOptions().SetSync(true);

    public RocksLog(string folder) => _database = RocksDb.Open(new DbOptions().SetCreateIfMissing(true), folder);

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _database.Put(key, value, cf: null, _synced);

    public void Dispose() => _database.Dispose();
}
