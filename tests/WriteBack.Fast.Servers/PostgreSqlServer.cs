using System.Globalization;

namespace WriteBack.Fast.Servers;

/// <summary>
/// A PostgreSQL server of one's own, on a free port of this machine alone, with its files in a temporary folder. Where we are
/// root, which PostgreSQL refuses to run as, it runs as the user that its package made, or as nobody.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Owner = "writeback";

    private static readonly string? Programs = FindPrograms();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"writeback-postgresql-{Guid.NewGuid():N}");
    private readonly string[] _settings;
    private ServerProcess? _process;

    private PostgreSqlServer(string[] settings) => _settings = settings;

    /// <summary>Why there is no server to start; null when there is one.</summary>
    public static string? WhyMissing { get; } = Programs is null ? "postgres is not installed." : null;

    public int Port { get; private set; }

    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username={Owner};Database=postgres";

    /// <summary>Makes a cluster and starts its server.</summary>
    /// <param name="settings">As <c>name=value</c> in its configuration.</param>
    public static async Task<PostgreSqlServer> StartAsync(params string[] settings)
    {
        var server = new PostgreSqlServer(settings);
        await ServerProcess.RunAsync(
            [.. Program("initdb"), "-D", server._folder, "-U", Owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]);
        server.Port = await ServerProcess.WithFreePortAsync(server.RunAsync);
        return server;
    }

    /// <summary>Starts it again after its end, where it was and with the files that it had.</summary>
    public Task RunAsync() => RunAsync(Port);

    /// <summary>Ends it at once, as a crash would: connections break, and the next start recovers from its log.</summary>
    public async Task CrashAsync()
    {
        if (_process is not { } process)
            return;
        await ServerProcess.RunAsync([.. Program("pg_ctl"), "stop", "-D", _folder, "-m", "immediate"]);
        await process.WaitForExitAsync();
        await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(int port) => _process = await ServerProcess.StartAsync(
        "database system is ready to accept connections",
        [
            .. Program("postgres"), "-D", _folder, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            .. _settings.SelectMany(static setting => new[] { "-c", setting }),
        ]);

    // Debian keeps all but the client's programs out of PATH.
    private static string? FindPrograms()
    {
        const string Debian = "/usr/lib/postgresql";
        if (ServerProcess.IsInstalled("initdb") && ServerProcess.IsInstalled("postgres"))
            return "";
        return !Directory.Exists(Debian)
            ? null
            : Directory.EnumerateDirectories(Debian)
                .Select(static version => Path.Combine(version, "bin"))
                .Where(static folder => File.Exists(Path.Combine(folder, "initdb")))
                .MaxBy(static folder => int.TryParse(Path.GetFileName(Path.GetDirectoryName(folder)), CultureInfo.InvariantCulture, out int version) ? version : 0);
    }

    private static string[] Program(string name)
    {
        string path = Path.Combine(Programs!, name);
        return Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            ? ["setpriv", $"--reuid={Unprivileged}", "--clear-groups", "--", path]
            : [path];
    }

    private static string Unprivileged =>
        File.ReadLines("/etc/passwd").Any(static user => user.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
}
