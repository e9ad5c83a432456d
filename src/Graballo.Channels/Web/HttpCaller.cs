using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Graballo.Desk.Outside;

namespace Graballo.Channels.Web;

/// <summary>Calls external systems by HTTPS: signed, bounded in time and size, never redirected, never into the network of the house unless named.</summary>
public sealed class HttpCaller : IWebCaller, IDisposable
{
    private readonly WebSettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public HttpCaller(WebSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        // One time limit for each call, below; the client's own would be the same for all.
        _client = new HttpClient(GuardedConnection.Handler(settings)) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Graballo", null));
    }

    public async Task<WebAnswer> Call(WebCall call, CancellationToken ct)
    {
        var url = Allowed(call.Request);
        using var request = Prepare(call, url);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(call.Timeout);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            return new WebAnswer((int)response.StatusCode, await Read(response, limited.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new WebCallException($"no answer within {call.Timeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException error)
        {
            throw error.InnerException as WebCallException ?? new WebCallException(Root(error).Message);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            throw new WebCallException(error.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private Uri Allowed(WebRequest request)
    {
        var url = new Uri(request.Url);
        if (url.Scheme != Uri.UriSchemeHttps && !GuardedConnection.IsInside(_settings, url.IdnHost, url.Port))
            throw new WebCallException("only https is called; Web:InsideHosts does not name the host", forGood: true);
        if (request.Method == "POST" && _settings.SigningSecret.Length == 0)
            throw new WebCallException("nothing is posted while Web:SigningSecret is empty", forGood: true);
        return url;
    }

    private HttpRequestMessage Prepare(WebCall call, Uri url)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Request.Method), url);
        request.Headers.Add("Idempotency-Key", call.Key);
        request.Headers.Add("Graballo-Attempt", call.Attempt.ToString(CultureInfo.InvariantCulture));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (call.Request.Body is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8"));
            request.Headers.Add("Graballo-Signature", Signature(_settings.SigningSecret, _clock.GetUtcNow(), body));
        }
        if (call.Request.Credential is { } name)
            request.Headers.TryAddWithoutValidation("Authorization", Credential(name, url));
        return request;
    }

    /// <summary><c>t=seconds,v1=hex</c>: HMAC-SHA256 of the seconds, a dot and the body.</summary>
    public static string Signature(string secret, DateTimeOffset at, string body)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    private string Credential(string name, Uri url) =>
        _settings.Credentials.TryGetValue(name, out var credential) && credential.Host.Equals(url.IdnHost, StringComparison.OrdinalIgnoreCase)
            ? credential.Authorization
            : throw new WebCallException($"Web:Credentials has no '{name}' for this host", forGood: true);

    private async Task<string> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new byte[8_192];
        using var kept = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        for (int count; (count = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (kept.Length + count > _settings.LargestAnswer)
                throw new WebCallException($"the answer is larger than {_settings.LargestAnswer / 1024} KB");
            kept.Write(buffer, 0, count);
        }
        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static Exception Root(Exception error) => error.InnerException is { } inner ? Root(inner) : error;
}
