using System.Data.Common;
using System.Net.Sockets;

namespace WriteBack.Fast;

/// <summary>Tells whether a failure of the store means that the store is down. Thread-safe.</summary>
/// <param name="isTransient">The user's rule, or null.</param>
internal sealed class FailureClassifier(Func<Exception, bool>? isTransient)
{
    /// <summary>Whether the same write may succeed later.</summary>
    public bool IsTransient(Exception exception)
    {
        try
        {
            return isTransient is null ? IsTransientByDefault(exception) : isTransient(exception);
        }
        catch (Exception)
        {
            // The rule itself failed on an exception that it does not know.
            return IsTransientByDefault(exception);
        }
    }

    private static bool IsTransientByDefault(Exception exception) =>
        exception is DbException { IsTransient: true } or TimeoutException or IOException or SocketException;
}
