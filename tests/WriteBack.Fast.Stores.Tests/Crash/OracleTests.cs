namespace WriteBack.Fast.Tests.Crash;

/// <summary>Whom the kill loop believes has to notice what it is there for.</summary>
public sealed class OracleTests
{
    private const int Key = 7;

    private readonly Oracle _oracle = new();

    public OracleTests()
    {
        Set(1);
        Set(2);
        Acknowledge(2);
        Remove(3);
        Set(4);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(4)]
    public void What_was_acknowledged_and_what_came_after_it_may_be_seen(long state)
    {
        _oracle.See(Key, state);
        Assert.Equal((1, state == 2 ? 0 : 1), (_oracle.States, _oracle.Unacknowledged));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void What_is_older_or_was_never_written_may_not(long state) =>
        Assert.Throws<LostWriteException>(() => _oracle.See(Key, state));

    [Fact]
    public void A_key_that_was_written_may_not_be_absent()
    {
        Acknowledge(4);
        Assert.Throws<LostWriteException>(() => _oracle.See(Key, 0));
    }

    [Fact]
    public void What_was_lost_once_may_not_come_back()
    {
        _oracle.See(Key, 2);
        Assert.Throws<LostWriteException>(() => _oracle.See(Key, 4));
    }

    [Fact]
    public void What_was_seen_may_not_be_lost()
    {
        _oracle.See(Key, 4);
        Assert.Throws<LostWriteException>(() => _oracle.See(Key, 2));
    }

    [Fact]
    public void A_writer_s_acknowledgement_covers_all_its_keys_and_no_other_s()
    {
        int same = Key + 1;
        int other = Key + Keys.PerWriter;
        _oracle.Hear(new Message(MessageKind.SettingNow, same, 5));
        _oracle.Hear(new Message(MessageKind.SettingNow, other, 5));
        Acknowledge(6);
        _oracle.See(other, 0);
        Assert.Throws<LostWriteException>(() => _oracle.See(same, 0));
    }

    private void Set(long number) => _oracle.Hear(new Message(MessageKind.SettingNow, Key, number));

    private void Remove(long number) => _oracle.Hear(new Message(MessageKind.RemovingNow, Key, number));

    private void Acknowledge(long number) => _oracle.Hear(new Message(MessageKind.Acknowledged, Keys.WriterOf(Key), number));
}
