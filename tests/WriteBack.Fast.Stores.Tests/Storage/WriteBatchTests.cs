using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

public sealed class WriteBatchTests
{
    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard;

    [Fact]
    public void The_batch_is_a_window_that_can_be_moved()
    {
        var entries = Enumerable.Range(0, 10).Select(Entry).ToArray();
        var batch = new WriteBatch<PlayerKey, PlayerState>(PlayerCache.Schema, Options, entries);

        batch.Bind(id: 5, offset: 2, count: 3);
        Assert.Equal((5, 3), (batch.Id, batch.Count));
        Assert.Equal([entries[2].Key, entries[3].Key, entries[4].Key], Keys(batch));

        batch.Bind(id: 6, offset: 9, count: 1);
        Assert.Equal((6, 1), (batch.Id, batch.Count));
        Assert.Equal([entries[9].Key], Keys(batch));
    }

    [Fact]
    public void The_payload_holds_the_entries()
    {
        var batch = Players.Batch()
            .Upsert(new PlayerKey(1, 2), Players.State(2))
            .Delete(new PlayerKey(3, 4))
            .Upsert(new PlayerKey(5, 6), Players.State(3))
            .Build();

        Assert.Equal(
            [
                (WriteKind.Upsert, 1, new PlayerKey(1, 2), Players.State(2)),
                (WriteKind.Delete, 2, new PlayerKey(3, 4), default),
                (WriteKind.Upsert, 3, new PlayerKey(5, 6), Players.State(3)),
            ],
            Decode(PlayerCache.Schema, batch.MessagePack));
        Assert.Equal(0, batch.RejectedCount);
    }

    [Fact]
    public void An_empty_batch_is_an_empty_array() =>
        Assert.Empty(Decode(PlayerCache.Schema, Players.Batch().Build().MessagePack));

    [Fact]
    public void The_payload_is_written_once_and_anew_for_the_next_window()
    {
        var entries = Enumerable.Range(0, 2_000).Select(Entry).ToArray();
        var batch = new WriteBatch<PlayerKey, PlayerState>(PlayerCache.Schema, Options, entries);

        batch.Bind(id: 1, offset: 0, count: 2_000);
        var payload = batch.MessagePack;
        Assert.Equal(payload, batch.MessagePack);
        Assert.Equal(
            entries.Select(static entry => entry.Key), Decode(PlayerCache.Schema, payload).Select(static entry => entry.Key));

        batch.Bind(id: 2, offset: 1_000, count: 1);
        Assert.Equal(entries[1_000].Key, Assert.Single(Decode(PlayerCache.Schema, batch.MessagePack)).Key);
    }

    [Fact]
    public void An_entry_that_cannot_be_serialized_is_rejected_and_its_neighbours_survive()
    {
        // So long that half of it is in the buffer by the time it fails.
        object[] halfSerializable = [new string('x', 100_000), new Unserializable()];
        var batch = new TestBatch<int, Tagged>(TaggedCache.Schema)
            .Upsert(1, new Tagged("one")).Upsert(2, new Tagged(halfSerializable)).Upsert(3, new Tagged("three")).Build();

        var decoded = Decode(TaggedCache.Schema, batch.MessagePack);

        Assert.Equal(["one", "three"], decoded.Select(static entry => entry.Value!.Tag));
        Assert.Equal([1, 3], decoded.Select(static entry => entry.Version));
        Assert.IsType<MessagePackSerializationException>(batch.RejectionOf(1));
        Assert.Equal(1, batch.RejectedCount);
    }

    [Fact]
    public void An_entry_rejected_before_is_left_out_of_the_payload()
    {
        var batch = Players.Many(tenantId: 1, count: 3);

        batch.Reject(1, new InvalidOperationException());

        Assert.Equal([0, 2], Decode(PlayerCache.Schema, batch.MessagePack).Select(static entry => entry.Key.PlayerId));
    }

    [Fact]
    public void The_first_reason_for_a_rejection_is_kept_until_the_window_moves()
    {
        var batch = new WriteBatch<PlayerKey, PlayerState>(PlayerCache.Schema, Options, [Entry(0), Entry(1), Entry(2)]);
        batch.Bind(id: 1, offset: 0, count: 3);
        Assert.Null(batch.RejectionOf(2));
        var first = new InvalidOperationException();

        batch.Reject(2, first);
        batch.Reject(2, new NotSupportedException());

        Assert.Same(first, batch.RejectionOf(2));
        Assert.Null(batch.RejectionOf(1));
        Assert.Equal(1, batch.RejectedCount);

        batch.Bind(id: 2, offset: 0, count: 3);
        Assert.Null(batch.RejectionOf(2));
        Assert.Equal(0, batch.RejectedCount);
    }

    [Fact]
    public void A_rejection_names_an_entry_and_a_reason()
    {
        var batch = Players.Many(tenantId: 1, count: 2);

        Assert.Throws<ArgumentOutOfRangeException>("index", () => batch.Reject(-1, new InvalidOperationException()));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => batch.Reject(2, new InvalidOperationException()));
        Assert.Throws<ArgumentNullException>("reason", () => batch.Reject(0, null!));
        Assert.Equal(0, batch.RejectedCount);
    }

    [Fact]
    public void A_released_batch_is_empty_and_can_be_bound_again()
    {
        var batch = Players.Many(tenantId: 1, count: 2);
        Assert.NotEqual(0, batch.MessagePack.Length);

        batch.Release();
        Assert.Equal(0, batch.Count);

        batch.Bind(id: 2, offset: 0, count: 2);
        Assert.Equal(2, Decode(PlayerCache.Schema, batch.MessagePack).Count);
    }

    [Fact]
    public void Batch_after_batch_allocates_nothing()
    {
        const int rounds = 20;
        var entries = Enumerable.Range(0, 1_000).Select(Entry).ToArray();
        var batch = new WriteBatch<PlayerKey, PlayerState>(PlayerCache.Schema, Options, entries);
        long bytes = 0;
        void Serialize(int id)
        {
            batch.Bind(id, offset: id % 2, count: 999);
            bytes += batch.MessagePack.Length;
        }

        for (int i = 0; i < rounds; i++)
            Serialize(i);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < rounds; i++)
            Serialize(i);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.True(bytes > rounds * 999);
    }

    private static WriteEntry<PlayerKey, PlayerState> Entry(int i) =>
        new(new PlayerKey(1, i), Players.State(i), WriteKind.Upsert, version: i, FlushPriority.Normal, attempt: 1);

    private static PlayerKey[] Keys(WriteBatch<PlayerKey, PlayerState> batch) =>
        [.. batch.Entries.ToArray().Select(static entry => entry.Key)];

    private static List<(WriteKind Kind, long Version, TKey Key, TValue? Value)> Decode<TKey, TValue>(
        EntrySchema<TKey, TValue> schema, ReadOnlyMemory<byte> payload)
        where TKey : struct
        where TValue : notnull
    {
        var codec = new EntryCodec<TKey, TValue>(schema, Options);
        var reader = new MessagePackReader(payload);
        var entries = new List<(WriteKind, long, TKey, TValue?)>();
        for (int left = reader.ReadArrayHeader(); left > 0; left--)
        {
            Assert.Equal(4, reader.ReadArrayHeader());
            var kind = (WriteKind)reader.ReadByte();
            long version = reader.ReadInt64();
            var key = codec.ReadKey(ref reader);
            entries.Add((kind, version, key, reader.TryReadNil() ? default : codec.ReadValue(ref reader)));
        }

        Assert.True(reader.End);
        return entries;
    }
}
