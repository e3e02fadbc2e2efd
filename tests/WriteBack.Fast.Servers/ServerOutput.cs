using System.Diagnostics;

namespace WriteBack.Fast.Servers;

/// <summary>What a process writes to its standard output and error, line by line. Thread-safe.</summary>
internal sealed class ServerOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> _waiters = [];
    private int _open = 2;

    public ServerOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Completes when a line has had this text; fails when the process ends without one.</summary>
    public Task WaitForAsync(string text)
    {
        lock (_lock)
        {
            if (_lines.Exists(line => line.Contains(text, StringComparison.Ordinal)))
                return Task.CompletedTask;
            if (_open == 0)
                return Task.FromException(EndedBefore(text));
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((text, seen));
            return seen.Task;
        }
    }

    private void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null)
            {
                if (--_open > 0)
                    return;
                foreach (var (text, seen) in _waiters)
                    seen.TrySetException(EndedBefore(text));
                return;
            }

            _lines.Add(line);
            foreach (var (text, seen) in _waiters)
            {
                if (line.Contains(text, StringComparison.Ordinal))
                    seen.TrySetResult();
            }
        }
    }

    private IOException EndedBefore(string text) => new($"The server ended before '{text}':\n{string.Join('\n', _lines)}");
}
