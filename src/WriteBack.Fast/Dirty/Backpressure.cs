namespace WriteBack.Fast;

/// <summary>What writers and the flusher tell each other: writers wake the drainer, and wait until the store has made space.</summary>
/// <param name="Closing">Whether the cache is closed.</param>
/// <param name="Wake">Wakes the drainer.</param>
/// <param name="Space">Wakes writers when a batch has come back.</param>
/// <param name="Pacer">How long writers pause.</param>
/// <param name="Quotas">The limit of dirty entries.</param>
internal sealed record Backpressure(CloseFlag Closing, WakeSignal Wake, SpaceSignal Space, WritePacer Pacer, DirtyQuotaPool Quotas)
{
    /// <summary>Has everything that is dirty by now stored as soon as can be.</summary>
    public void RequestFlush() => Wake.Raise(WakeReasons.Everything);

    /// <summary>Makes sure that a wait for the store is not for the interval.</summary>
    public void RequestFlushFor(WriteWaiter waiter)
    {
        if (waiter is StoredWaiter)
            RequestFlush();
    }
}
