using System.ComponentModel;

namespace WriteBack.Fast.Tests.Lifecycle;

public class LogFaultTests
{
    private const int Writes = 60;

    public static TheoryData<string, bool, bool> Faults()
    {
        var data = new TheoryData<string, bool, bool>();
        foreach (string error in new[] { "EIO", "ENOSPC", "EROFS", "EINTR" })
        {
            data.Add(error, false, false);
            data.Add(error, false, true);
            data.Add(error, true, false);
            data.Add(error, true, true);
        }

        return data;
    }

    /// <summary>One run for each operation of the script that may fail.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_failure_of_any_operation_acknowledges_nothing_false_and_is_for_good(string error, bool isForGood, bool isShort)
    {
        var undisturbed = new MemoryDisk();
        await RunAsync(undisturbed);
        int faulted = 0;
        for (int position = 0; position < undisturbed.Operations; position++)
        {
            var disk = new MemoryDisk { WritesShort = isShort };
            bool hasFailed = false;
            disk.Fault = (number, _) =>
            {
                if (number != position && !(isForGood && hasFailed))
                    return null;
                hasFailed = true;
                return new IOException(error, new Win32Exception(error));
            };
            var (acknowledged, refused) = await RunAsync(disk);
            disk.Fault = null;
            if (refused > 0)
                faulted++;

            // What was acknowledged is there, in its place, and nothing that was not written.
            var found = LogScript.Read(disk.AfterPowerLoss(disk.Operations, new Random(position)));
            Assert.Equal(Texts().Take(found.Count), found);
            Assert.True(found.Count >= acknowledged, $"Operation {position}: {acknowledged} acknowledged, {found.Count} found.");
        }

        // A last word on what is synced is written when there is time for it, and nobody waits for that.
        Assert.InRange(faulted, undisturbed.Operations / 2, undisturbed.Operations);
    }

    [Fact]
    public async Task After_a_failed_sync_every_wait_fails_though_the_disk_works_again()
    {
        var disk = new MemoryDisk();
        using var script = LogScript.Open(disk);
        await script.AppendAsync("first");
        int failures = 0;
        disk.Fault = (_, kind) => kind == DiskOperation.Sync && failures++ == 0 ? new IOException("EIO") : null;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            var failure = await Assert.ThrowsAsync<WriteAheadLogException>(() => script.AppendAsync("later"));
            Assert.Equal("EIO", failure.InnerException?.Message);
        }

        Assert.Equal(1, failures);
        Assert.NotNull(script.Log.Fault);
        Assert.Equal(1, script.Log.LoggedUpTo);
    }

    [Fact]
    public async Task After_a_failure_of_any_operation_the_log_can_be_emptied_and_opened_again()
    {
        var undisturbed = new MemoryDisk();
        await RunAsync(undisturbed);
        int emptied = 0;
        for (int position = 0; position < undisturbed.Operations; position++)
        {
            var disk = new MemoryDisk { Fault = (number, _) => number == position ? new IOException("EIO") : null };
            long last = 0;
            await RunAsync(disk, script =>
            {
                script.Log.Empty();
                last = script.Log.Last;
            });
            if (last == 0)
                continue;
            emptied++;
            using var image = disk.AfterPowerLoss(disk.Operations, new Random(position));
            using var again = LogScript.Open(image);
            Assert.Empty(again.Found);
            Assert.True(again.Append("later") > last);
        }

        Assert.InRange(emptied, undisturbed.Operations / 2, undisturbed.Operations);
    }

    [Fact]
    public async Task Who_gives_up_waiting_harms_nobody()
    {
        var disk = new MemoryDisk();
        using var script = LogScript.Open(disk);
        using var isSyncing = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        disk.Before = (_, kind) =>
        {
            if (kind != DiskOperation.Sync)
                return;
            isSyncing.Release();
            goOn.Wait();
        };
        using var cancellation = new CancellationTokenSource();
        var given = script.AppendAsync("given up", cancellation.Token);
        await isSyncing.WaitAsync();
        var kept = script.AppendAsync("kept");
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.False(kept.IsCompleted);
        goOn.Set();
        await kept;
        await script.AppendAsync("next");
    }

    /// <summary>Writes until one is refused, then once more.</summary>
    private static async Task<(int Acknowledged, int Refused)> RunAsync(MemoryDisk disk, Action<LogScript>? afterFault = null)
    {
        int acknowledged = 0;
        int refused = 0;
        try
        {
            using var script = LogScript.Open(disk);
            foreach (string text in Texts())
            {
                try
                {
                    await script.AppendAsync(text);
                    Assert.Equal(0, refused);
                    acknowledged++;
                }
                catch (WriteAheadLogException)
                {
                    refused++;
                    if (refused < 2)
                        continue;
                    afterFault?.Invoke(script);
                    break;
                }
            }
        }
        catch (IOException)
        {
            // It could not be opened.
            refused++;
        }

        return (acknowledged, refused);
    }

    private static IEnumerable<string> Texts() =>
        Enumerable.Range(0, Writes).Select(static number => $"write {number} {new string('x', number * 3)}");
}
