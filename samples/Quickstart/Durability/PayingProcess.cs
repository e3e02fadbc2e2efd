using System.Diagnostics;
using Quickstart.Verification;

namespace Quickstart.Durability;

/// <summary>Another process of this program, which pays until it is killed. It ends with this one at the latest.</summary>
internal sealed class PayingProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private PayingProcess(Process process) => _process = process;

    public static PayingProcess Start(SampleDatabase database, string logDirectory)
    {
        string[] command = [.. OwnProgram.Command(), PayingCommand.Name, database.ConnectionString, logDirectory];
        return new PayingProcess(Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <summary>Takes receipts, kills the process after some number of them, and takes those that were on their way.</summary>
    /// <exception cref="MismatchException">There were not that many, or they are not in order.</exception>
    public async Task KillAsync(ReceiptBook book, int afterReceipts)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var impatience = patience.Token.Register(_process.Kill);
        int receipts = 0;
        // A pipe takes so short a line whole or not at all, so the last one is no piece of another.
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            book.Add(Receipt.Parse(line));
            if (++receipts == afterReceipts)
                _process.Kill();
        }

        await _process.WaitForExitAsync();
        if (receipts < afterReceipts)
        {
            throw new MismatchException(
                $"The paying process ended with exit code {_process.ExitCode} after {receipts:N0} receipts of {afterReceipts:N0}.");
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
