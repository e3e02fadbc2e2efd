namespace Quickstart.Players;

/// <summary>A sequence of writes of players, drawn before anything is measured. After its end it begins again.</summary>
internal sealed class PlayerWorkload
{
    private const int Tenants = 100;
    private const double Exponent = 0.99;
    private const int Seed = 20_250_101;

    private static readonly string?[] Titles = [null, "Novice", "Explorer", "Champion"];

    private readonly PlayerKey[] _players;
    private readonly int[] _draws;

    public PlayerWorkload(int players, int writes)
    {
        var random = new Random(Seed);
        _players = new PlayerKey[players];
        for (int player = 0; player < players; player++)
            _players[player] = new PlayerKey(player % Tenants, player);
        // Hot players are anywhere in the table.
        random.Shuffle(_players);

        var sampler = new ZipfSampler(players, Exponent, random);
        _draws = new int[writes];
        foreach (ref int draw in _draws.AsSpan())
            draw = sampler.Next();
    }

    public int Players => _players.Length;

    public int Writes => _draws.Length;

    public PlayerKey KeyOf(long write) => _players[_draws[write % _draws.Length]];

    public static PlayerState StateOf(long write) =>
        new(Score: write, Level: (int)(write % 100), X: write * 0.5, Y: write * -0.25, Titles[write % Titles.Length]);

    /// <summary>Every player as it is before the first write.</summary>
    public Dictionary<PlayerKey, PlayerState> Everyone() =>
        _players.ToDictionary(static player => player, static _ => default(PlayerState));

    /// <summary>Carries out the first writes.</summary>
    public void Apply(long writes, Dictionary<PlayerKey, PlayerState> players)
    {
        for (long write = 0; write < writes; write++)
            players[KeyOf(write)] = StateOf(write);
    }
}
