using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>The real server as a process of its own, on a free port and in a folder of its own.</summary>
public sealed partial class ServerProcess : IAsyncLifetime
{
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly bool _ownsFolder;
    private Process? _process;

    public ServerProcess()
        : this(Directory.CreateTempSubdirectory("graballo-server-").FullName, new Dictionary<string, string>()) => _ownsFolder = true;

    private ServerProcess(string folder, IReadOnlyDictionary<string, string> settings) => (_folder, _settings) = (folder, settings);

    /// <summary>In a folder of the caller's, which several nodes may share.</summary>
    public static ServerProcess In(string folder, IReadOnlyDictionary<string, string> settings) => new(folder, settings);

    public string Address { get; private set; } = "";

    public string Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        Address = $"http://localhost:{Ports.Free()}";
        _process = Process.Start(Command(_folder, Address, _settings))!;
        var said = new ConcurrentQueue<string?>();
        _process.OutputDataReceived += (_, line) => said.Enqueue(line.Data);
        _process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new HttpClient { BaseAddress = new Uri(Address) };
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                if ((await client.GetAsync("/health/ready")).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException error) when (_process.HasExited || waited.Elapsed > TimeSpan.FromMinutes(5))
            {
                throw new InvalidOperationException($"The server did not start. It said: {string.Join('\n', said)}", error);
            }
            catch (HttpRequestException)
            {
            }
        }
    }

    /// <summary>A start that should fail: its exit code and what it said.</summary>
    public static async Task<(int Code, string Said)> StartWith(string folder, IReadOnlyDictionary<string, string> settings)
    {
        using var process = Process.Start(Command(folder, $"http://localhost:{Ports.Free()}", settings))!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync();
        return (process.ExitCode, string.Concat(said));
    }

    /// <summary>A browser of somebody's own, signed in or not.</summary>
    public async Task<HttpClient> Browser(string? user = null, string password = "graballo-demo")
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es-CL");
        if (user is not null)
            (await SignIn(client, user, password)).Headers.Location!.ToString().Should().NotContain("error");
        return client;
    }

    public static async Task<HttpResponseMessage> SignIn(HttpClient client, string user, string password) => await client.PostAsync("/sign-in", new FormUrlEncodedContent(
        new Dictionary<string, string> { ["user"] = user, ["password"] = password, ["__RequestVerificationToken"] = await Token(client, "/sign-in") }));

    public static async Task<string> Token(HttpClient client, string page)
    {
        var html = await client.GetStringAsync(page);
        return WebUtility.HtmlDecode(TokenField().Match(html).Groups[1].Value);
    }

    /// <summary>Without warning, as when the current goes.</summary>
    public async Task Kill()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        if (_ownsFolder)
            Directory.Delete(_folder, recursive: true);
    }

    private static ProcessStartInfo Command(string folder, string address, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Graballo.Server.dll")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["Urls"] = address,
            ["Database:Connection"] = $"Data Source={folder}/desk.db",
            ["Desk:AttachmentFolder"] = folder + "/attachments",
            ["Mail:PickupFolder"] = folder + "/mail",
            ["Demo:Tickets"] = "3",
            ["Logging:LogLevel:Default"] = "Warning",
        }.Where(pair => !settings.ContainsKey(pair.Key)).Concat(settings))
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex TokenField();
}
