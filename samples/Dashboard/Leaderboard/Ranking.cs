namespace Dashboard.Leaderboard;

/// <summary>The best players. Points only grow, so whoever is not among them need not be kept. Thread-safe.</summary>
internal sealed class Ranking
{
    public const int Places = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<Player, long> _points = [];
    private readonly SortedSet<(long Points, string Name)> _order = [];

    // What has to be beaten to be among them.
    private long _threshold = long.MinValue;

    /// <summary>Says what a player has now.</summary>
    public void Report(Player player, long points)
    {
        // Partner: the write under the lock. A stale threshold is a lower one, which lets through what the lock then turns away.
        if (points <= Volatile.Read(ref _threshold))
            return;
        lock (_lock)
        {
            if (_points.TryGetValue(player, out long before))
            {
                if (before >= points)
                    return;
                _order.Remove((before, player.Name));
            }

            _points[player] = points;
            _order.Add((points, player.Name));
            if (_order.Count <= Places)
                return;
            var last = _order.Min;
            _order.Remove(last);
            _points.Remove(new Player(last.Name));
            Volatile.Write(ref _threshold, _order.Min.Points);
        }
    }

    /// <summary>The best, the very best first.</summary>
    public IReadOnlyList<Place> Top(int count)
    {
        lock (_lock)
            return [.. _order.Reverse().Take(count).Select(static (entry, index) => new Place(index + 1, entry.Name, entry.Points))];
    }
}

/// <summary>A place in the ranking.</summary>
internal sealed record Place(int Rank, string Player, long Points);
