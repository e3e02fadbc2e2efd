using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

public sealed class WriteBatchAccessTests
{
    [Fact]
    public void A_batch_has_a_copy_of_its_entries()
    {
        WriteEntry<PlayerKey, PlayerState>[] entries = [Entry(1), Entry(2)];

        var batch = Batch(entries);
        entries[0] = Entry(9);

        Assert.Equal((7, 2), (batch.Id, batch.Count));
        Assert.Equal([new PlayerKey(1, 1), new PlayerKey(1, 2)], batch.Entries.ToArray().Select(static entry => entry.Key));
    }

    [Fact]
    public void An_entry_has_what_it_was_made_of()
    {
        var entry = WriteBatchAccess.Entry<PlayerKey, PlayerState>(
            new PlayerKey(1, 2), Players.State(3), WriteKind.Upsert, version: 4, FlushPriority.Low, attempt: 5);

        Assert.Equal(
            (new PlayerKey(1, 2), Players.State(3), WriteKind.Upsert, 4, FlushPriority.Low, 5),
            (entry.Key, entry.Value, entry.Kind, entry.Version, entry.Priority, entry.Attempt));
    }

    [Fact]
    public void A_rejection_is_told_with_its_reason()
    {
        var batch = Batch(Entry(1), Entry(2));
        var reason = new InvalidOperationException();

        batch.Reject(1, reason);

        Assert.Null(WriteBatchAccess.RejectionOf(batch, 0));
        Assert.Same(reason, WriteBatchAccess.RejectionOf(batch, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void An_index_without_an_entry_is_refused(int index)
    {
        var batch = Batch(Entry(1), Entry(2));

        Assert.Throws<ArgumentOutOfRangeException>(nameof(index), () => WriteBatchAccess.RejectionOf(batch, index));
    }

    private static WriteBatch<PlayerKey, PlayerState> Batch(params WriteEntry<PlayerKey, PlayerState>[] entries) =>
        WriteBatchAccess.Batch(PlayerCache.Schema, MessagePackSerializerOptions.Standard, id: 7, entries);

    private static WriteEntry<PlayerKey, PlayerState> Entry(int playerId) => WriteBatchAccess.Entry<PlayerKey, PlayerState>(
        new PlayerKey(1, playerId), default, WriteKind.Delete, version: 1, FlushPriority.Normal, attempt: 1);
}
