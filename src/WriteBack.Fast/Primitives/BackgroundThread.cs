namespace WriteBack.Fast;

/// <summary>Starts background threads.</summary>
internal static class BackgroundThread
{
    /// <summary>Runs a loop on a thread of its own, which does not inherit the caller's execution context.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="loop">The loop. It must not throw.</param>
    public static void Start(string name, Action loop)
    {
        try
        {
            new Thread(new ThreadStart(loop)) { IsBackground = true, Name = name }.UnsafeStart();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // The process has as many threads as the system allows. The loop borrows a thread of the pool, since its work must not stop.
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop(), loop, preferLocal: false);
        }
    }
}
