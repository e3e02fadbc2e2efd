namespace WriteBack.Fast;

/// <summary>The time for which one write is delayed.</summary>
/// <param name="time">The clock.</param>
internal struct Stall(TimeProvider time)
{
    private long _began;

    public bool HasBegun { get; private set; }

    /// <summary>The timer of the pause; completed if the write does not pause.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>The time since the beginning.</summary>
    public readonly TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>Begins the delay.</summary>
    /// <returns><see langword="false"/> when it had begun already.</returns>
    public bool TryBegin()
    {
        if (HasBegun)
            return false;
        HasBegun = true;
        _began = time.GetTimestamp();
        return true;
    }
}
