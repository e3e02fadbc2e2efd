using System.Globalization;

namespace WriteBack.Fast.Servers;

/// <summary>A redis-server of one's own, on a free port of this machine alone, with its files in a temporary folder.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-redis-");
    private readonly string[] _settings;
    private ServerProcess? _process;

    private RedisServer(string[] settings) => _settings = settings;

    /// <summary>Why there is no server to start; null when there is one.</summary>
    public static string? WhyMissing { get; } = ServerProcess.IsInstalled(Program) ? null : $"{Program} is not installed.";

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts a server, which keeps nothing on the disk unless told to.</summary>
    /// <param name="settings">As on its command line.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(settings);
        server.Port = await ServerProcess.WithFreePortAsync(server.RunAsync);
        return server;
    }

    /// <summary>Starts it again after its end, where it was and with the files that it had.</summary>
    public Task RunAsync() => RunAsync(Port);

    /// <summary>Completes when the server that runs now has written a line with this text.</summary>
    public Task WaitForOutputAsync(string text) => _process!.WaitForOutputAsync(text);

    /// <summary>Ends it at once, without a chance to write anything more.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(int port) => _process = await ServerProcess.StartAsync(
        "Ready to accept connections",
        [
            Program, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1",
            "--dir", _folder.FullName, "--save", "", .. _settings,
        ]);
}
