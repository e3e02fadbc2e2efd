using System.Diagnostics;

namespace WriteBack.Fast.Servers;

/// <summary>A server's process, from when it takes connections until it is killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ServerOutput _output;

    private ServerProcess(Process process)
    {
        _process = process;
        _output = new ServerOutput(process);
    }

    /// <summary>Whether the program is in one of the folders of <c>PATH</c>.</summary>
    public static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts a program.</summary>
    /// <param name="readiness">What it writes when it takes connections.</param>
    /// <param name="program">The program, and its arguments.</param>
    /// <exception cref="IOException">It ended before that.</exception>
    public static async Task<ServerProcess> StartAsync(string readiness, params IReadOnlyList<string> program)
    {
        var process = new ServerProcess(Process.Start(Prepare(program))!);
        try
        {
            await process._output.WaitForAsync(readiness);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static async Task RunAsync(params IReadOnlyList<string> program)
    {
        using var process = Process.Start(Prepare(program))!;
        var output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new IOException($"{string.Join(' ', program)} failed:\n{await output}{errors}");
    }

    /// <summary>Starts a server that ends when its port is taken, on another port until it has one.</summary>
    public static async Task<int> WithFreePortAsync(Func<int, Task> start)
    {
        const int MostTries = 5;
        for (int tries = 1; ; tries++)
        {
            int port = FreePort.Next();
            try
            {
                await start(port);
                return port;
            }
            catch (IOException) when (tries < MostTries)
            {
                // Someone else had the port first.
            }
        }
    }

    /// <summary>Completes when the server has written a line with this text.</summary>
    public Task WaitForOutputAsync(string text) => _output.WaitForAsync(text);

    /// <summary>Waits for the end that somebody else has asked for.</summary>
    public Task WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>Ends it at once, without a chance to write anything more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Prepare(IReadOnlyList<string> program) =>
        new(program[0], program.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
}
