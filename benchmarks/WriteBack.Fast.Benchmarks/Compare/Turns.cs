namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>Turns of the cache and of a peer, which follow one another: a slow phase of the machine is one of both.</summary>
internal sealed class Turns(Func<Turn> ours, Func<Turn> peer)
{
    private readonly List<Turn> _ours = [];
    private readonly List<Turn> _peer = [];

    public Comparison Result => Comparison.Of(_ours, _peer);

    /// <summary>Takes turns of both, each in its turn, and after each of these lets another process take as many.</summary>
    /// <returns>Whether the other process is still there.</returns>
    public bool Take(int count, Baton? baton = null)
    {
        for (int taken = 0; taken < count; taken++)
        {
            if (baton?.Take() == false)
                return false;
            _ours.Add(ours());
            _peer.Add(peer());
            baton?.Pass();
        }

        return true;
    }
}
