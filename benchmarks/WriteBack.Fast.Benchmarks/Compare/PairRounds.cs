using System.Diagnostics;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>Compares all pairs at one size, round by round, so that each has turns in every phase of the machine.</summary>
internal static class PairRounds
{
    private const int LeastRounds = 4;

    public static async Task<List<BoundResult>> MeasureAsync(int entries, TimeSpan time, Func<Baton?> takePart)
    {
        await using var subjects = await Subjects.CreateAsync(entries);
        (Pair Pair, Turns Turns)[] all = [.. Pair.All.Select(pair => (pair, TurnsOf(pair, subjects)))];
        using var baton = takePart();
        long begin = Stopwatch.GetTimestamp();
        for (int round = 0; round < LeastRounds || Stopwatch.GetElapsedTime(begin) < time; round++)
        {
            if (!Array.TrueForAll(all, each => each.Turns.Take(each.Pair.TurnsPerRound, baton)))
                break;
        }

        return [.. all.Select(each => BoundResult.Of(each.Pair, entries, each.Turns.Result))];
    }

    private static Turns TurnsOf(Pair pair, Subjects subjects)
    {
        var ours = new Side(subjects, pair.Ours, pair.KeysPerPass);
        var peer = new Side(subjects, pair.Peer, pair.KeysPerPass);
        Tiering.WarmUp(ours, peer);
        return new Turns(ours.TakeTurn, peer.TakeTurn);
    }
}
