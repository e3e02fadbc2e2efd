namespace WriteBack.Fast;

/// <summary>The time that one write is held up.</summary>
internal struct Stall(TimeProvider time)
{
    private long _began;

    public bool HasBegun { get; private set; }

    /// <summary>When a pause ends, if it is one.</summary>
    public Task End { get; set; } = Task.CompletedTask;

    /// <summary>How long it has gone on.</summary>
    public readonly TimeSpan Elapsed => time.GetElapsedTime(_began);

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
