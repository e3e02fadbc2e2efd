namespace WriteBack.Fast;

/// <summary>
/// Where writers wait until a batch has come back and may have made space. To miss nothing, a writer takes the task,
/// tries once more, and only then waits.
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
                // Pairs with the exchange in Open: a source seen here is completed by the next Open or a later one.
                if (Volatile.Read(ref _next) is { } next)
                    return next.Task;
                var created = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (Interlocked.CompareExchange(ref _next, created, null) is null)
                    return created.Task;
            }
        }
    }

    /// <summary>Lets all who wait try again.</summary>
    public void Open()
    {
        // Full fence first: the space made before this is seen by whoever takes a new source after it.
        Interlocked.Exchange(ref _next, null)?.TrySetResult();
    }
}
