using System.Data.Common;
using System.Net;
using System.Net.Sockets;

namespace WriteBack.Fast;

/// <summary>The exceptions that mean an outage for a store that says nothing else.</summary>
internal static class DefaultFailures
{
    /// <summary>Whether an exception by itself, without its inner exceptions, means that the store is down. Never throws.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        TimeoutException or IOException or SocketException => true,

        // Of a store that was disposed of before the cache was closed.
        ObjectDisposedException => true,

        // The cache's own cancellation is not asked about. So this is a time-out of the store: HttpClient reports its own like this.
        OperationCanceledException => true,
        HttpRequestException { StatusCode: var status } => status is null || IsOutage(status.Value),
        DbException database => IsTransient(database),
        _ => false,
    };

    // A credential that has expired and an address that is not there meet every entry alike, and end.
    private static bool IsOutage(HttpStatusCode status) => status
        is HttpStatusCode.Unauthorized
        or HttpStatusCode.Forbidden
        or HttpStatusCode.NotFound
        or HttpStatusCode.RequestTimeout
        or HttpStatusCode.TooManyRequests
        or (>= HttpStatusCode.InternalServerError and < (HttpStatusCode)600);

    private static bool IsTransient(DbException exception)
    {
        try
        {
            return exception.IsTransient;
        }
        catch (Exception)
        {
            // Providers override the property.
            return false;
        }
    }
}
