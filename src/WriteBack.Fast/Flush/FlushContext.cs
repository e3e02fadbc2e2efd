namespace WriteBack.Fast;

// A cache has one context, in which its drainer and its workers run. An await in it resumes in it, on any flush thread. So the
// store is called on a flush thread, and its continuations come back to flush threads. A task that completes on a flush thread
// resumes an await of the same context in place; any other thread posts the continuation.

/// <summary>The synchronization context of a cache's flusher, over the flush threads. Thread-safe.</summary>
/// <param name="threads">The threads.</param>
/// <param name="onFault">Takes the exception of a posted callback. It must not throw.</param>
internal sealed class FlushContext(FlushThreads threads, Action<Exception> onFault) : SynchronizationContext
{
    /// <summary>Queues a callback. The poster's execution context does not flow to it.</summary>
    public override void Post(SendOrPostCallback d, object? state) => threads.Post(new FlushWork(this, d, state));

    /// <summary>Returns this context: copies would not be equal to it, and an await would post where it can resume in place.</summary>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Takes the exception of a posted callback.</summary>
    public void OnFault(Exception exception) => onFault(exception);

    /// <summary>Runs a loop in this context.</summary>
    /// <returns>A task that ends as the loop's task does.</returns>
    public Task Run(Func<Task> loop)
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => started.SetResult(loop()), state: null);
        return started.Task.Unwrap();
    }
}
