namespace Dashboard.Leaderboard;

/// <summary>What players see.</summary>
internal static class ScoreEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/scores", static async (Result result, Scoring scoring, CancellationToken ct) =>
            string.IsNullOrWhiteSpace(result.Player) || result.Player.Length > 100 || result.Points < 0
                ? Results.BadRequest("A player has a name of at most 100 characters, and points are not negative.")
                : Results.Ok(new { total = await scoring.AddAsync(new Player(result.Player), result.Points, ct) }));
        app.MapGet("/top", static (Ranking ranking, int count = 10) => ranking.Top(Math.Clamp(count, 1, Ranking.Places)));
    }

    internal sealed record Result(string Player, long Points);
}
