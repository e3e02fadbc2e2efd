namespace WriteBack.Fast.Benchmarks.Builds;

/// <summary>What a build gave of a pair: nanoseconds of the cache, and of the peer.</summary>
internal readonly record struct PairTimes(double Ours, double Peer)
{
    public double Ratio => Ours / Peer;
}

/// <summary>What two builds gave of a pair while they took turns.</summary>
internal readonly record struct BuildRound(PairTimes Old, PairTimes New)
{
    /// <summary>How many times the old build's ratio to the peer the new one's is.</summary>
    public double Ratio => New.Ratio / Old.Ratio;

    /// <summary>The same of the time alone.</summary>
    public double Time => New.Ours / Old.Ours;
}
