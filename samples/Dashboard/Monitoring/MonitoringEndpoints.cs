using Dashboard.Faults;
using Dashboard.Leaderboard;
using Dashboard.Load;

namespace Dashboard.Monitoring;

/// <summary>What the page reads and switches.</summary>
internal static class MonitoringEndpoints
{
    private const int ShownLetters = 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/events", static (Gauges gauges, CancellationToken ct) => TypedResults.ServerSentEvents(gauges.ReadAsync(ct)));
        app.MapGet("/dead-letters", static (ScoreCache scores, CancellationToken ct) => LettersAsync(scores, ct));
        app.MapPost("/dead-letters/replay", static (ScoreCache scores, CancellationToken ct) => scores.DeadLetters.ReplayAsync(ct));
        app.MapGet("/switches", static (LoadGenerator load, FaultSwitches faults) =>
            new Switches(load.GamesPerSecond, LoadGenerator.MaxGamesPerSecond, faults.IsStoreDown, faults.RefusesCheaters));
        app.MapPut("/switches/load/{gamesPerSecond:int}", static (int gamesPerSecond, LoadGenerator load) => { load.GamesPerSecond = gamesPerSecond; });
        app.MapPut("/switches/outage/{isOn:bool}", static (bool isOn, FaultSwitches faults) => { faults.IsStoreDown = isOn; });
        app.MapPut("/switches/cheaters/{isOn:bool}", static (bool isOn, FaultSwitches faults) => { faults.RefusesCheaters = isOn; });
    }

    private static async Task<List<Letter>> LettersAsync(ScoreCache scores, CancellationToken ct)
    {
        List<Letter> letters = [];
        await foreach (var letter in scores.DeadLetters.ReadAllAsync(ct))
        {
            if (letters.Count == ShownLetters)
                break;
            letters.Add(new Letter(letter.Key.Name, letter.Value.Points, letter.Attempts, letter.Error.Message));
        }

        return letters;
    }

    internal sealed record Letter(string Player, long Points, int Attempts, string Error);

    internal sealed record Switches(int GamesPerSecond, int MaxGamesPerSecond, bool IsStoreDown, bool RefusesCheaters);
}
