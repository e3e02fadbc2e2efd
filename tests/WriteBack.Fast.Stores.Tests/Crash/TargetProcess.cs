using System.Diagnostics;
using System.Threading.Channels;

namespace WriteBack.Fast.Tests.Crash;

/// <summary>A process with a durable cache. Its messages come in the order in which they were said; it ends with this at the latest.</summary>
internal sealed class TargetProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>(new() { SingleReader = true });

    private TargetProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _ = Task.Run(ReadAsync);
    }

    /// <summary>Ends when the process has, with the last message that it said.</summary>
    public ChannelReader<Message> Messages => _messages.Reader;

    /// <summary>Starts it.</summary>
    /// <param name="under">A program with arguments that starts it in its turn, or none.</param>
    /// <param name="arguments">What it is to do.</param>
    public static TargetProcess Start(ReadOnlySpan<string> under, params ReadOnlySpan<string> arguments)
    {
        string library = typeof(Message).Assembly.Location;
        string program = Path.ChangeExtension(library, OperatingSystem.IsWindows() ? ".exe" : null);

        // The tests have found the runtime: by the same program, or where that program's like would look.
        string? host = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath : null;
        string[] command = host is null ? [.. under, program, .. arguments] : [.. under, host, library, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new TargetProcess(Process.Start(start)!);
    }

    /// <summary>Ends it at once, whatever it is doing.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Says that it may close its cache and end.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, and what it wrote to its error output.</returns>
    public async Task<(int Code, string Errors)> WaitAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            Kill();
        await WaitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        byte[] bytes = new byte[Message.Size];
        var output = _process.StandardOutput.BaseStream;
        while (await output.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
            _messages.Writer.TryWrite(Message.Read(bytes));
        _messages.Writer.Complete();
    }
}
