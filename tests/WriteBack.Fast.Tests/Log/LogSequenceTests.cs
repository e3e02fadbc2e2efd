namespace WriteBack.Fast.Tests.Log;

/// <summary>Each write's sequence is its own, in the slot, in the log and for the store, however many others there are.</summary>
public sealed class LogSequenceTests : IDisposable
{
    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Fact]
    public async Task A_sequence_is_told_by_its_lower_bits_while_others_are_given()
    {
        using var script = LogScript.Open(_disk, LogSync.Never, segmentBytes: 64 << 20);
        var writer = Task.Run(() =>
        {
            for (int write = 0; write < 300_000; write++)
                script.Append("x");
        });
        while (!writer.IsCompleted)
        {
            long last = script.Log.Last;
            Assert.Equal(last, script.Log.SequenceOf((uint)last));
        }

        await writer;
    }
}
