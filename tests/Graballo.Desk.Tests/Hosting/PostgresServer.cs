using System.Diagnostics;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>A real PostgreSQL of the tests' own: a free port, a temporary folder, gone with the process.</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> Shared = new(() => new PostgresServer());
    private readonly string _folder;
    private readonly string _binaries;
    private readonly int _port;
    private int _databases;

    private PostgresServer()
    {
        _binaries = Directory.GetDirectories("/usr/lib/postgresql").Order().Select(folder => Path.Combine(folder, "bin")).Last(Directory.Exists);
        _folder = Directory.CreateTempSubdirectory("graballo-pg-").FullName;
        _port = Ports.Free();
        // PostgreSQL refuses to run as root.
        if (Environment.UserName == "root")
            Run("chown", "postgres", _folder);
        Postgres("initdb", "-D", Data, "-A", "trust", "-U", "graballo", "--no-sync", "-E", "UTF8");
        Postgres("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
            $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=on", "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>The server of this test run.</summary>
    public static PostgresServer Instance => Shared.Value;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The connection string of a database that does not exist yet; migrating makes it.</summary>
    public string NewDatabase() =>
        $"Host=127.0.0.1;Port={_port};Username=graballo;Database=desk{Interlocked.Increment(ref _databases)};Maximum Pool Size=40";

    public void Dispose()
    {
        if (!Directory.Exists(_folder))
            return;
        try
        {
            Postgres("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void Postgres(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        if (Environment.UserName == "root")
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // Output is not captured: the server inherits the pipe and would keep it open for ever.
        var start = new ProcessStartInfo("sh", ["-c", "\"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/tmp" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
