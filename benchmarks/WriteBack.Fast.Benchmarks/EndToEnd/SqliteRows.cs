using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>A row's way to SQLite: through the cache, and by a loop over a prepared statement with transactions as large.</summary>
[MemoryDiagnoser]
[InvocationCount(1)]
[IterationCount(10)]
public class SqliteRows
{
    private ScratchFolder _folder = null!;
    private ISide _side = null!;

    [GlobalSetup(Target = nameof(RawLoop))]
    public async Task SetUpRawLoopAsync()
    {
        _folder = new ScratchFolder();
        _side = new RawLoopSide(_folder.File("raw.db"), SqliteComparison.BatchSize);
        await SqliteComparison.WriteAllAsync(_side);
    }

    [GlobalSetup(Target = nameof(WriteBackFast))]
    public async Task SetUpCacheAsync()
    {
        _folder = new ScratchFolder();
        _side = await WriteBackSide.OpenAsync(_folder.File("back.db"), SqliteComparison.BatchSize, SqliteComparison.Entries);
        await SqliteComparison.WriteAllAsync(_side);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _side.DisposeAsync();
        _folder.Dispose();
    }

    [Benchmark(Baseline = true, Description = "Prepared statement in a loop", OperationsPerInvoke = SqliteComparison.Entries)]
    public Task RawLoop() => SqliteComparison.WriteAllAsync(_side);

    [Benchmark(Description = "WriteBack.Fast", OperationsPerInvoke = SqliteComparison.Entries)]
    public Task WriteBackFast() => SqliteComparison.WriteAllAsync(_side);
}
