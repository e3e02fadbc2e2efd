using System.Net;
using System.Net.Sockets;

namespace WriteBack.Fast.Servers;

internal static class FreePort
{
    /// <summary>A port of this machine that nobody has at the moment.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
