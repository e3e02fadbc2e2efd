using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace WriteBack.Fast.Tests;

/// <summary>A redis-server of a test's own, on a free port of this machine alone, with its files in a temporary folder.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private const int MostTries = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-redis-");
    private readonly string[] _settings;
    private Process? _process;
    private ServerOutput? _output;

    private RedisServer(string[] settings) => _settings = settings;

    public int Port { get; private set; }

    public string Address => $"127.0.0.1:{Port}";

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(static folder => File.Exists(Path.Combine(folder, Program)));

    /// <summary>Skips the test where there is no server to start.</summary>
    public static void SkipUnlessInstalled() => Assert.SkipUnless(IsInstalled, $"{Program} is not installed.");

    /// <summary>Starts a server, which keeps nothing on the disk unless told to.</summary>
    /// <param name="settings">As on its command line.</param>
    public static async Task<RedisServer> StartAsync(params string[] settings)
    {
        var server = new RedisServer(settings);
        for (int tries = 1; ; tries++)
        {
            server.Port = FreePort.Next();
            try
            {
                await server.RunAsync();
                return server;
            }
            catch (IOException) when (tries < MostTries)
            {
                // Someone else had the port first.
            }
        }
    }

    /// <summary>Starts it again after its end, where it was and with the files that it had.</summary>
    public async Task RunAsync()
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true };
        string[] own =
        [
            "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "",
        ];
        foreach (string argument in own.Concat(_settings))
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _output = new ServerOutput(_process);
        await _output.WaitForAsync("Ready to accept connections");
    }

    /// <summary>Completes when the server that runs now has written a line with this text.</summary>
    public Task WaitForOutputAsync(string text) => _output!.WaitForAsync(text);

    /// <summary>Ends it at once, without a chance to write anything more.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Connects, and again within moments whenever the connection is lost.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null) =>
        RedisConnection.OpenAsync(Address, configure);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }
}
