namespace WriteBack.Fast;

/// <summary>Connects writers and the flusher: writers wake the drainer, and wait until the store has made space.</summary>
/// <param name="Closing">Whether the cache is closed.</param>
/// <param name="Wake">The signal that wakes the drainer.</param>
/// <param name="Space">The signal that wakes writers when a batch is settled.</param>
/// <param name="Pacer">The pauses of throttled writers.</param>
/// <param name="Quotas">The limit of dirty entries.</param>
/// <param name="Clock">The ages of dirty entries.</param>
internal sealed record Backpressure(
    CloseFlag Closing, WakeSignal Wake, SpaceSignal Space, WritePacer Pacer, DirtyQuotaPool Quotas, DirtyClock Clock)
{
    /// <summary>Requests that everything dirty by now is stored, without waiting for the interval.</summary>
    public void RequestFlush() => Wake.Raise(WakeReasons.Everything);

    /// <summary>Requests space for a writer.</summary>
    public void RequestSpace() => Wake.Raise(WakeReasons.Space);
}
