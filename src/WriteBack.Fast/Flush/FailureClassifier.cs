using System.Data.Common;
using System.Net.Sockets;

namespace WriteBack.Fast;

/// <summary>Classifies the store's failures: transient ones mean that the store is down. Thread-safe.</summary>
/// <param name="isTransient">The user's classifier, or null for the default.</param>
internal sealed class FailureClassifier(Func<Exception, bool>? isTransient)
{
    /// <summary>Whether the same write may succeed later. An exception of the user's classifier means: by default.</summary>
    public bool IsTransient(Exception exception)
    {
        try
        {
            return isTransient is null ? IsTransientByDefault(exception) : isTransient(exception);
        }
        catch (Exception)
        {
            // The user's classifier threw; the default decides.
            return IsTransientByDefault(exception);
        }
    }

    private static bool IsTransientByDefault(Exception exception) =>
        exception is DbException { IsTransient: true } or TimeoutException or IOException or SocketException;
}
