using System.Data.Common;

namespace Dashboard.Leaderboard;

/// <summary>Fills the ranking out of the table, which is there since the cache has opened.</summary>
internal sealed class RankingLoader(DbDataSource database, Ranking ranking) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT name, points FROM score ORDER BY points DESC LIMIT {Ranking.Places}");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            ranking.Report(new Player(rows.GetString(0)), rows.GetInt64(1));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
