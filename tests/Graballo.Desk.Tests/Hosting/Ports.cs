using System.Net;
using System.Net.Sockets;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>Ports for servers that a test starts.</summary>
internal static class Ports
{
    // Below the ports that the system gives to outgoing connections, any of which could take it before the server does.
    public static int Free()
    {
        for (var tries = 0; ; tries++)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < 100)
            {
            }
        }
    }
}
