using BenchmarkDotNet.Attributes;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>A write until it returns: on the disk where it goes through, in memory where it is written back.</summary>
[MemoryDiagnoser]
public class SqliteWrites
{
    private ScratchFolder _folder = null!;
    private ISide _side = null!;
    private int _at;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _folder = new ScratchFolder();
        await using var rows = new RawLoopSide(_folder.File("entries.db"), SqliteComparison.BatchSize);
        await SqliteComparison.WriteAllAsync(rows);
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _side.DisposeAsync();
        _folder.Dispose();
    }

    [Benchmark(Baseline = true, Description = "Write-through")]
    public void WriteThrough() => Write(_side ??= new WriteThroughSide(_folder.File("entries.db")));

    [Benchmark(Description = "EF Core SaveChanges")]
    public void EntityFramework() => Write(_side ??= new EntityFrameworkSide(_folder.File("entries.db")));

    [Benchmark(Description = "WriteBack.Fast")]
    public void WriteBackFast() => Write(_side ??= WriteBackSide
        .OpenAsync(_folder.File("entries.db"), SqliteComparison.BatchSize, SqliteComparison.Entries).GetAwaiter().GetResult());

    private void Write(ISide side)
    {
        ref readonly var key = ref SqliteComparison.Keys[_at = (_at + 1) % SqliteComparison.Entries];
        side.Write(in key, new EntryValue(_at, 1, 2, 3));
    }
}
