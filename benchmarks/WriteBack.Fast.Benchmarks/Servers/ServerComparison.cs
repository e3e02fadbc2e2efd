using System.Diagnostics;
using Npgsql;
using StackExchange.Redis;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Benchmarks.Workload;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>The cache on a server of its own beside what is written by hand, by rows a second, in turns.</summary>
internal static class ServerComparison
{
    private const int Entries = 100_000;
    private const int Single = 2_000;
    private const int Rounds = 7;

    private static readonly EntryKey[] Keys = EntryKeys.Make(Entries);

    /// <summary>Rows a second in batches of this size, to those of a <c>COPY</c> loop and, if asked for, of single upserts.</summary>
    public static async Task<(double ToCopy, double ToSingle)> OnPostgreSqlAsync(int batch, bool withSingle)
    {
        await using var server = await PostgreSqlServer.StartAsync("shared_buffers=512MB", "max_wal_size=4GB");
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var cache = await CacheRows.OpenAsync(PostgreSqlStore.Create(database, EntryCache.Schema), batch, Entries);
        await using var copy = await CopyRows.OpenAsync(database, batch);
        await using var single = await SingleRows.OpenAsync(database);
        double toCopy = await RatioAsync(cache, copy, Entries);
        return (toCopy, withSingle ? await RatioAsync(cache, single, Single) : double.NaN);
    }

    /// <summary>Rows a second in batches of this size, to those of a pipelined loop.</summary>
    public static async Task<double> OnRedisAsync(int batch)
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync(server.Address);
        await using var cache = await CacheRows.OpenAsync(RedisStore.Create(redis, EntryCache.Schema), batch, Entries);
        await using var loop = new PipelinedRows(redis.GetDatabase(), batch);
        return await RatioAsync(cache, loop, Entries);
    }

    // The first round of each makes the rows, and lets the JIT see the code.
    private static async Task<double> RatioAsync(IRows ours, IRows theirs, int rows)
    {
        List<double> ratios = [];
        for (int round = 0; round <= Rounds; round++)
        {
            double one = await PerSecondAsync(theirs, Keys.AsMemory(0, rows), 2 * round);
            double other = await PerSecondAsync(ours, Keys, (2 * round) + 1);
            if (round > 0)
                ratios.Add(other / one);
        }

        return Median.Of(ratios);
    }

    private static async Task<double> PerSecondAsync(IRows rows, ReadOnlyMemory<EntryKey> keys, long score)
    {
        long begin = Stopwatch.GetTimestamp();
        await rows.WriteAsync(keys, score);
        return keys.Length / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
