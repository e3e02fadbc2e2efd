using Dashboard.Faults;
using Dashboard.Leaderboard;

namespace Dashboard.Load;

/// <summary>Plays so many games a second: one player looks at another's score and wins points. Few play most of them, and one in a thousand cheats.</summary>
internal sealed class LoadGenerator(Scoring scoring, ScoreCache scores) : BackgroundService
{
    public const int MaxGamesPerSecond = 200_000;

    private const int Players = 20_000;
    private const int CheatOdds = 1_000;
    private const int Cheaters = 50;
    private const int MaxPoints = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Names = [.. Enumerable.Range(1, Players).Select(static number => $"player {number:D5}")];
    private static readonly string[] CheaterNames = [.. Enumerable.Range(1, Cheaters).Select(static number => $"{SwitchableStore.Cheater} {number:D2}")];

    private volatile int _gamesPerSecond;

    /// <summary>How many, from 0 to <see cref="MaxGamesPerSecond"/>.</summary>
    public int GamesPerSecond
    {
        get => _gamesPerSecond;
        set => _gamesPerSecond = Math.Clamp(value, 0, MaxGamesPerSecond);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var random = new Random();
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            for (int left = (int)(_gamesPerSecond * Tick.TotalSeconds); left > 0; left--)
                await PlayAsync(random, stoppingToken);
        }
    }

    private async Task PlayAsync(Random random, CancellationToken ct)
    {
        try
        {
            await scores.GetAsync(Draw(random), ct);
            await scoring.AddAsync(Draw(random), random.Next(MaxPoints), ct);
        }
        catch (IOException)
        {
            // Who is not in the cache cannot be looked up while the database is down.
        }
    }

    // The cube of an even number between 0 and 1 is small most of the time.
    private static Player Draw(Random random) => new(random.Next(CheatOdds) == 0
        ? CheaterNames[random.Next(Cheaters)]
        : Names[(int)(Math.Pow(random.NextDouble(), 3) * Players)]);
}
