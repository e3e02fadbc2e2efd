using System.Diagnostics;
using System.Globalization;

namespace WriteBack.Fast.Tests.Hosting;

/// <summary>The service of the host target, in a process of its own on a free port of this machine alone.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
    }

    public HttpClient Client { get; }

    /// <summary>Starts it, and returns when it takes requests.</summary>
    /// <param name="settings">Its configuration, as <c>key=value</c>.</param>
    public static async Task<ServiceProcess> StartAsync(params string[] settings)
    {
        string library = typeof(ScoreCache).Assembly.Location;
        string? host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath : null;
        string[] command = host is null ? [Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null)] : [host, library];
        string[] arguments = [.. command[1..], "--urls", "http://127.0.0.1:0", .. settings.Select(static setting => $"--{setting}")];
        var process = Process.Start(new ProcessStartInfo(command[0], arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new ServiceProcess(process, new Uri(line[(at + Listening.Length)..]));
            }
        }

        throw new IOException("The service ended before it took requests.");
    }

    /// <summary>Asks it to end, as a supervisor does, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Ends it at once.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }
}
