namespace WriteBack.Fast;

/// <summary>
/// Wakes writers that wait for space, when a settled batch may have made some. A writer takes the task, tries once more, and only
/// then waits, so it misses no space. Thread-safe.
/// </summary>
internal sealed class SpaceSignal
{
    private TaskCompletionSource? _next;

    /// <summary>Completes at the next <see cref="Open"/>.</summary>
    public Task Next
    {
        get
        {
            while (true)
            {
                // Acquire: pairs with the exchange in Open. A source seen here is completed by the next Open or a later one.
                if (Volatile.Read(ref _next) is { } next)
                    return next.Task;
                var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                // Full fence: pairs with the exchange in Open, which completes this source, or comes before the writer's next try.
                if (Interlocked.CompareExchange(ref _next, created, null) is null)
                    return created.Task;
            }
        }
    }

    /// <summary>Lets all waiting writers try again.</summary>
    public void Open()
    {
        // Full fence: pairs with the compare-and-swap in Next. A writer that takes a new source after this sees the space made before.
        Interlocked.Exchange(ref _next, null)?.TrySetResult();
    }
}
