using System.Globalization;
using WriteBack.Fast.Benchmarks.Results;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Benchmarks.Servers;

internal static class ServersCommand
{
    private const int BatchSize = 1_000;

    private static readonly string[] Columns = ["the cache's rows a second, to those of", "rows in a batch", "times", "bound"];

    // Batches of other sizes, to see from where on another way would be the faster one.
    private static readonly int[] OtherBatchSizes = [100, 10_000];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!OutputOption.TryParse("servers", args, out string? file))
            return 2;
        List<string[]> rows = [];
        if (PostgreSqlServer.WhyMissing is { } noPostgreSql)
            Console.WriteLine($"PostgreSQL was skipped: {noPostgreSql}");
        else
            rows.AddRange(await OnPostgreSqlAsync());
        if (RedisServer.WhyMissing is { } noRedis)
            Console.WriteLine($"Redis was skipped: {noRedis}");
        else
            rows.Add(Row("a pipelined loop on Redis", BatchSize, await ServerComparison.OnRedisAsync(BatchSize), "0.9"));
        OutputOption.Show(new ResultTable(Machine.Today, Columns, rows), file);
        return 0;
    }

    private static async Task<List<string[]>> OnPostgreSqlAsync()
    {
        const string CopyLoop = "a COPY loop on PostgreSQL";
        var (toCopy, toSingle) = await ServerComparison.OnPostgreSqlAsync(BatchSize, withSingle: true);
        List<string[]> rows = [Row("single upserts on PostgreSQL", 1, toSingle, "20"), Row(CopyLoop, BatchSize, toCopy, "0.9")];
        foreach (int batch in OtherBatchSizes)
            rows.Add(Row(CopyLoop, batch, (await ServerComparison.OnPostgreSqlAsync(batch, withSingle: false)).ToCopy, ""));
        return rows;
    }

    private static string[] Row(string peer, int batch, double times, string bound) =>
        [peer, batch.ToString(CultureInfo.InvariantCulture), times.ToString("G3", CultureInfo.InvariantCulture), bound];
}
