using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>What an external system got.</summary>
internal sealed record Arrived(string Line, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>An external system on a real socket, by http or https, that answers as the test says.</summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly X509Certificate2? _certificate;
    private readonly List<Arrived> _arrived = [];
    private readonly Task _loop;

    public FarSide(bool https = false)
    {
        _certificate = https ? Certificate() : null;
        _listener.Start();
        _loop = Task.Run(Listen);
    }

    /// <summary>What to answer; a null answer never comes.</summary>
    public Func<Arrived, string?> Answer { get; set; } = _ => Json("{}");

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => (_certificate is null ? "http" : "https") + $"://localhost:{Port}/hook";

    public IReadOnlyList<Arrived> Arrived
    {
        get
        {
            lock (_arrived)
                return [.. _arrived];
        }
    }

    /// <summary>Of its certificate, as a settings file names it.</summary>
    public string Pem => _certificate!.ExportCertificatePem();

    public static string Json(string body, int status = 200) => Raw(status, "Content-Type: application/json", body);

    public static string Raw(int status, string header, string body) =>
        $"HTTP/1.1 {status} X\r\n{header}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _loop;
        _closing.Dispose();
        _certificate?.Dispose();
    }

    private async Task Listen()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _ = Serve(await _listener.AcceptTcpClientAsync(_closing.Token));
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var _ = client;
        try
        {
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var secured = new SslStream(stream);
                await secured.AuthenticateAsServerAsync(_certificate);
                stream = secured;
            }
            var arrived = await Read(stream);
            lock (_arrived)
                _arrived.Add(arrived);
            if (Answer(arrived) is { } answer)
                await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _closing.Token);
            else
                await Task.Delay(Timeout.Infinite, _closing.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The caller hung up, as some tests want it.
        }
    }

    private async Task<Arrived> Read(Stream stream)
    {
        var buffer = new byte[1 << 20];
        var filled = 0;
        for (int end; ;)
        {
            var text = Encoding.UTF8.GetString(buffer, 0, filled);
            end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var lines = text[..end].Split("\r\n");
                var headers = lines[1..].ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 1)..].Trim(), StringComparer.OrdinalIgnoreCase);
                var body = text[(end + 4)..];
                if (Encoding.UTF8.GetByteCount(body) >= int.Parse(headers.GetValueOrDefault("Content-Length", "0")))
                    return new Arrived(lines[0], headers, body);
            }
            var count = await stream.ReadAsync(buffer.AsMemory(filled), _closing.Token);
            if (count == 0)
                throw new IOException("The caller hung up.");
            filled += count;
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
