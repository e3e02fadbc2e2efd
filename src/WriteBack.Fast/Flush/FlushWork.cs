namespace WriteBack.Fast;

/// <summary>A callback that was posted to a context.</summary>
/// <param name="Context">The context, which is the current one while the callback runs.</param>
/// <param name="Callback">The callback.</param>
/// <param name="State">The callback's argument.</param>
internal readonly record struct FlushWork(FlushContext Context, SendOrPostCallback Callback, object? State)
{
    /// <summary>Runs the callback on this thread.</summary>
    /// <param name="execution">The execution context to run it in.</param>
    public void Run(ExecutionContext execution)
    {
        // A callback may leave another context behind, so each of them sets its own.
        ExecutionContext.Restore(execution);
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            Callback(State);
        }
        catch (Exception exception)
        {
            Context.OnFault(exception);
        }
    }
}
