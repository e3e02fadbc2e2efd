using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests.Storage;

/// <summary>Entries that were written when their types had other members.</summary>
public sealed class EntryReaderTests
{
    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard;

    private static readonly EntryCodec<PlayerKey, PlayerState> Players = new(PlayerCache.Schema, Options);

    private static readonly PlayerState State = new(5, 6, 7.5, 8.5, "title");

    [Fact]
    public void Members_are_told_by_their_names_wherever_they_are()
    {
        var moved = new EntryCodec<MovedKey, MovedState>(MovedCache.Schema, Options);
        var (key, value) = Read(moved.ReaderOf(Players.Columns), Bytes(Players, new PlayerKey(1, 2), State));
        Assert.Equal(new MovedKey(2, 1), key);
        Assert.Equal(new MovedState("title", 0, 6, null, 5), value);
    }

    [Fact]
    public void What_a_record_lacks_is_the_default_and_what_it_has_beyond_is_skipped()
    {
        var moved = new EntryCodec<MovedKey, MovedState>(MovedCache.Schema, Options);
        var (key, value) = Read(Players.ReaderOf(moved.Columns), Bytes(moved, new MovedKey(2, 1), new MovedState("title", 9, 6, "more", 5)));
        Assert.Equal(new PlayerKey(1, 2), key);
        Assert.Equal(new PlayerState(5, 6, 0, 0, "title"), value);
    }

    [Fact]
    public void Without_a_change_everything_is_the_same()
    {
        var (key, value) = Read(Players.ReaderOf(Players.Columns), Bytes(Players, new PlayerKey(1, 2), State));
        Assert.Equal((new PlayerKey(1, 2), State), (key, value));
    }

    [Fact]
    public void A_key_with_other_members_is_another_kind_of_key()
    {
        var scores = new EntryCodec<int, Scores>(ScoresCache.Schema, Options);
        var refusal = Assert.Throws<MessagePackSerializationException>(() => Players.ReaderOf(scores.Columns));
        Assert.Contains("tenant_id, player_id", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_list_of_names_is_an_error() =>
        Assert.Throws<MessagePackSerializationException>(() => Players.ReaderOf(MessagePackSerializer.Serialize("no names")));

    private static byte[] Bytes<TKey, TValue>(EntryCodec<TKey, TValue> codec, TKey key, TValue value)
        where TKey : struct
        where TValue : notnull
    {
        var buffer = new PooledBuffer();
        codec.WriteKey(buffer, key);
        codec.WriteValue(buffer, value);
        return buffer.WrittenSpan.ToArray();
    }

    private static (TKey Key, TValue Value) Read<TKey, TValue>(EntryReader<TKey, TValue> entries, byte[] bytes)
        where TKey : struct
        where TValue : notnull
    {
        var reader = new MessagePackReader(bytes);
        var read = (entries.ReadKey(ref reader), entries.ReadValue(ref reader));
        Assert.True(reader.End);
        return read;
    }
}
