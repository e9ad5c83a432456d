using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Graballo.Desk.Outside;

namespace Graballo.Channels.Web;

/// <summary>
/// Connections that only reach the public network and the hosts that the settings name. The address that is really dialled is the one
/// that was looked at, so that a name cannot lead elsewhere a moment later.
/// </summary>
internal static class GuardedConnection
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    public static SocketsHttpHandler Handler(WebSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxResponseHeadersLength = 32,
            PooledConnectionLifetime = Kept,
            ConnectCallback = async (context, ct) => await Dial(context.DnsEndPoint, IsInside(settings, context.DnsEndPoint.Host, context.DnsEndPoint.Port), ct),
        };
        if (settings.CertificateAuthority.Length > 0)
            Trust(handler, settings.CertificateAuthority);
        return handler;
    }

    /// <summary>True when the settings name the host, with this port or with none.</summary>
    public static bool IsInside(WebSettings settings, string host, int port) => settings.InsideHosts.Any(named =>
        named.Equals(host, StringComparison.OrdinalIgnoreCase) || named.Equals($"{host}:{port}", StringComparison.OrdinalIgnoreCase));

    private static async Task<Stream> Dial(DnsEndPoint end, bool inside, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(end.Host, ct);
        if (!inside && Array.Find(addresses, address => !PublicAddress.IsPublic(address)) is { } hidden)
            throw new WebCallException($"the host leads to {hidden}, inside the network; Web:InsideHosts does not name it", forGood: true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, end.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // The system's authorities count as ever; besides them those of the house, but never another name than the one called.
    private static void Trust(SocketsHttpHandler handler, string file)
    {
        var house = new X509Certificate2Collection();
        house.ImportFromPemFile(file);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            if (errors == SslPolicyErrors.None)
                return true;
            if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
                return false;
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(house);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(shown);
        };
    }
}
