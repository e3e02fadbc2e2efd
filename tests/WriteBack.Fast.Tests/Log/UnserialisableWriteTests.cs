using MessagePack;
using WriteBack.Fast.Tests.DeadLetters;

namespace WriteBack.Fast.Tests.Log;

/// <summary>Cancels what waits for its write while it is serialised, which fails.</summary>
[MessagePackObject]
public sealed class Cancelling
{
    [IgnoreMember]
    public CancellationTokenSource Source { get; set; } = new();

    [Key(0)]
    public int Value
    {
        get
        {
            Source.Cancel();
            throw new InvalidOperationException("not to be had");
        }

        set => _ = value;
    }
}

public sealed class UnserialisableWriteTests : IDisposable
{
    private readonly MemoryDisk _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(WriteDurability.Stored)]
    [InlineData(WriteDurability.Logged)]
    public async Task A_write_that_cannot_be_logged_and_is_cancelled_ends_once(WriteDurability durability)
    {
        await using var cache = await Open.OnAsync(UnserialisableCache.OpenAsync, new InMemoryStore<long, Unserialisable>(), new WriteBackOptions
        {
            Log = new WriteAheadLogOptions { Directory = "memory", OpenDisk = _ => _disk },
        });
        using var source = new CancellationTokenSource();
        var value = new Unserialisable(new Cancelling { Source = source });
        var writing = cache.SetAsync(1, value, durability, ct: source.Token);

        // Each end of a wait is a work item; one more than there may be fails there, with nobody to catch it.
        for (int other = 0; other < 100; other++)
            await Task.Run(static () => { });
        await Assert.ThrowsAsync<DeadLetteredException>(async () => await writing);
    }
}
