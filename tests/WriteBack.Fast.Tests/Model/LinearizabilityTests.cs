namespace WriteBack.Fast.Tests.Model;

public class LinearizabilityTests
{
    [Fact]
    public void Nothing_at_all_is_linearizable() => Assert.True(Linearizability.Holds([], initial: null));

    [Fact]
    public void A_read_after_a_write_must_show_it()
    {
        Assert.True(Linearizability.Holds([Write(1, 0, 1), Read(1, 2, 3)], initial: null));
        Assert.False(Linearizability.Holds([Write(1, 0, 1), Read(null, 2, 3)], initial: null));
        Assert.False(Linearizability.Holds([Write(1, 0, 1), Read(7, 2, 3)], initial: 7));
    }

    [Fact]
    public void A_read_beside_a_write_may_show_it_or_what_was_before()
    {
        Assert.True(Linearizability.Holds([Write(1, 0, 3), Read(1, 1, 2)], initial: 7));
        Assert.True(Linearizability.Holds([Write(1, 0, 3), Read(7, 1, 2)], initial: 7));
        Assert.False(Linearizability.Holds([Write(1, 0, 3), Read(2, 1, 2)], initial: 7));
    }

    [Fact]
    public void Once_a_read_has_shown_the_newer_value_no_later_one_shows_the_older()
    {
        Assert.True(Linearizability.Holds([Write(1, 0, 9), Read(7, 1, 2), Read(1, 3, 4)], initial: 7));
        Assert.False(Linearizability.Holds([Write(1, 0, 9), Read(1, 1, 2), Read(7, 3, 4)], initial: 7));
    }

    [Fact]
    public void Two_exchanges_cannot_find_the_same_value()
    {
        Assert.True(Linearizability.Holds([Exchange(0, 1, 0, 9), Exchange(1, 2, 1, 8), Read(2, 10, 11)], initial: 0));
        Assert.False(Linearizability.Holds([Exchange(0, 1, 0, 9), Exchange(0, 2, 1, 8)], initial: 0));
    }

    [Fact]
    public void A_remove_is_a_write_of_nothing()
    {
        Assert.True(Linearizability.Holds([Write(1, 0, 1), Write(null, 2, 3), Read(null, 4, 5)], initial: null));
        Assert.False(Linearizability.Holds([Write(1, 0, 1), Write(null, 2, 3), Read(1, 4, 5)], initial: null));
    }

    [Fact]
    public void What_took_effect_may_be_the_other_way_round_than_what_was_invoked() =>
        Assert.True(Linearizability.Holds([Write(1, 0, 5), Write(2, 1, 4), Read(1, 6, 7)], initial: null));

    [Fact]
    public void As_many_operations_as_there_may_be_are_searched()
    {
        var beside = Enumerable.Range(0, Linearizability.MostOperations - 1).Select(static number => Write(number, 2 * number, 2 * number + 5));
        Assert.True(Linearizability.Holds([.. beside, Read(61, 2_000, 2_001)], initial: null));
        Assert.False(Linearizability.Holds([.. beside, Read(null, 2_000, 2_001)], initial: null));
    }

    private static Operation Write(long? given, long invoked, long returned) => new(OperationKind.Write, null, given, invoked, returned);

    private static Operation Read(long? found, long invoked, long returned) => new(OperationKind.Read, found, null, invoked, returned);

    private static Operation Exchange(long found, long given, long invoked, long returned) =>
        new(OperationKind.Exchange, found, given, invoked, returned);
}
