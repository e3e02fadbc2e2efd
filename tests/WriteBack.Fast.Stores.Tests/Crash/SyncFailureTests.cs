using System.ComponentModel;
using System.Diagnostics;

namespace WriteBack.Fast.Tests.Crash;

/// <summary>A sync that fails in the operating system, not in a twin of the disk.</summary>
public sealed class SyncFailureTests
{
    [Fact]
    public async Task A_failed_sync_refuses_the_write_that_waits_and_every_later_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "strace is of Linux.");
        Assert.SkipUnless(CanTrace(), "strace is not installed, or may not trace.");
        var folder = Directory.CreateTempSubdirectory("writeback-strace-");
        string trace = Path.Combine(folder.FullName, "trace.txt");

        // It counts by thread: the third sync of the log's own fails, and any later one would succeed.
        List<Message> messages = [];
        string left = Path.Combine(folder.FullName, "left");
        string leftFiles = Directory.CreateDirectory(Path.Combine(left, "numbered")).FullName;
        await using (var target = TargetProcess.Start(
            ["strace", "-f", "-o", trace, "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=3"],
            "write-until-refused", folder.FullName))
        {
            await foreach (var message in target.Messages.ReadAllAsync())
            {
                messages.Add(message);
                if (message.Kind != MessageKind.Opened)
                    continue;
                foreach (string file in Directory.GetFiles(Path.Combine(folder.FullName, "log", "numbered"), "*.log"))
                    File.Copy(file, Path.Combine(leftFiles, Path.GetFileName(file)));
                target.EndInput();
            }

            var (code, errors) = await target.WaitAsync();
            Assert.True(code == 0, errors);
        }

        // Who was refused a sync does not try again. Another thread drops segments later, and may be refused one as well.
        string[] calls = [.. (await File.ReadAllLinesAsync(trace)).Where(static line => line.Contains("fdatasync", StringComparison.Ordinal))];
        int failure = Array.FindIndex(calls, static line => line.Contains("EIO", StringComparison.Ordinal));
        string thread = calls[failure].Split(' ')[0] + ' ';
        Assert.DoesNotContain(calls[(failure + 1)..], line => line.StartsWith(thread, StringComparison.Ordinal));
        long[] acknowledged = [.. messages.Where(static message => message.Kind == MessageKind.Acknowledged).Select(static message => message.Number)];
        Assert.NotEmpty(acknowledged);
        Assert.Equal(Enumerable.Range(1, acknowledged.Length).Select(static number => (long)number), acknowledged);
        int count = acknowledged.Length;
        Assert.Equal(
            [
                new Message(MessageKind.Refused, count + 1, count + 1),
                new Message(MessageKind.Refused, count + 2, count + 2),
            ],
            messages.Where(static message => message.Kind == MessageKind.Refused));

        // What came after the failure is in memory, and goes to the store.
        var stored = messages.Where(static message => message.Kind == MessageKind.State).ToDictionary(static message => message.Key);
        Assert.Equal(count + 3, stored[count + 3].Number);
        Assert.Equal(new Message(MessageKind.Closed, 0, 0), messages[^1]);

        // What was acknowledged was in the log as long as the store did not have it.
        await using (var cache = await OpenAsync(left))
            Assert.All(acknowledged, number => Assert.True(cache.TryGet((int)number, out var value) && value == Numbered.Of((int)number, number)));
        await using (var cache = await OpenAsync(Path.Combine(folder.FullName, "log")))
            Assert.Equal(0, cache.Count);
        folder.Delete(recursive: true);
    }

    private static async Task<NumberedCache> OpenAsync(string log) => await NumberedCache.OpenAsync(
        new InMemoryStore<int, Numbered>(), new WriteBackOptions { Log = new() { Directory = log } });

    private static bool CanTrace()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("strace", ["-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
