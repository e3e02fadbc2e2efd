namespace Dashboard.Leaderboard;

/// <summary>Adds the points of a game to a player's score. Thread-safe.</summary>
internal sealed class Scoring(ScoreCache scores, Ranking ranking, TimeProvider? time = null) : IDisposable
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    // Two games of a new player at once would else both find no score to add to.
    private readonly SemaphoreSlim _newcomers = new(1, 1);

    /// <returns>The player's points.</returns>
    public async ValueTask<long> AddAsync(Player player, long points, CancellationToken ct)
    {
        var game = new Game(points, _time.GetUtcNow().UtcDateTime);
        if (!await scores.UpdateAsync(player, game, Add, ct: ct))
            await AddNewcomerAsync(player, game, ct);
        ranking.Report(player, game.Total);
        return game.Total;
    }

    public void Dispose() => _newcomers.Dispose();

    private async Task AddNewcomerAsync(Player player, Game game, CancellationToken ct)
    {
        await _newcomers.WaitAsync(ct);
        try
        {
            if (await scores.UpdateAsync(player, game, Add, ct: ct))
                return;
            await scores.SetAsync(player, new Score(game.Points, 1, game.At), ct: ct);
            game.Total = game.Points;
        }
        finally
        {
            _newcomers.Release();
        }
    }

    private static void Add(ref Score score, Game game)
    {
        score = new Score(score.Points + game.Points, score.Games + 1, game.At);
        game.Total = score.Points;
    }

    private sealed class Game(long points, DateTime at)
    {
        public long Points { get; } = points;

        public DateTime At { get; } = at;

        public long Total { get; set; }
    }
}
