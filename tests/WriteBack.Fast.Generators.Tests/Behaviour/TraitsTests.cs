namespace WriteBack.Fast.Generators.Tests.Behaviour;

/// <summary>Hash and equality of keys, and what is counted.</summary>
public class TraitsTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private static readonly EveryKey Key = new(
        true, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 'a', "a", [1], Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        Noon, new DateTimeOffset(Noon), TimeSpan.FromHours(1), new DateOnly(2026, 1, 2), new TimeOnly(1), Small.Below, Huge.Most);

    public static TheoryData<string> OtherKeys => [.. Others.Keys];

    private static Dictionary<string, EveryKey> Others => new()
    {
        ["bool"] = Key with { Bool = false },
        ["sbyte"] = Key with { SByte = -1 },
        ["byte"] = Key with { Byte = 2 },
        ["short"] = Key with { Int16 = -1 },
        ["ushort"] = Key with { UInt16 = 2 },
        ["int"] = Key with { Int32 = -1 },
        ["uint"] = Key with { UInt32 = 2 },
        ["long"] = Key with { Int64 = 1L << 32 },
        ["ulong"] = Key with { UInt64 = 1UL << 32 },
        ["nint"] = Key with { Native = -1 },
        ["nuint"] = Key with { UNative = 2 },
        ["float"] = Key with { Single = 1.5f },
        ["double"] = Key with { Double = double.NaN },
        ["decimal"] = Key with { Decimal = 1.5m },
        ["char"] = Key with { Char = 'A' },
        ["string"] = Key with { String = "A" },
        ["null string"] = Key with { String = null! },
        ["bytes"] = Key with { Bytes = [2] },
        ["longer bytes"] = Key with { Bytes = [1, 0] },
        ["Guid"] = Key with { Guid = Guid.Empty },
        ["DateTime"] = Key with { DateTime = Noon.AddTicks(1) },
        ["DateTimeOffset"] = Key with { Offset = new DateTimeOffset(Noon).AddTicks(1) },
        ["TimeSpan"] = Key with { Span = TimeSpan.Zero },
        ["DateOnly"] = Key with { Date = default },
        ["TimeOnly"] = Key with { Time = default },
        ["small enum"] = Key with { Small = Small.Zero },
        ["huge enum"] = Key with { Huge = Huge.Zero },
    };

    [Theory]
    [MemberData(nameof(OtherKeys))]
    public void Key_with_one_other_member_differs(string member)
    {
        var other = Others[member];

        Assert.False(EveryCache.Traits.KeysEqual(Key, other));
        Assert.NotEqual(EveryCache.Traits.Hash(Key), EveryCache.Traits.Hash(other));
    }

    [Theory]
    [MemberData(nameof(SameRows))]
    public void Keys_of_one_row_are_equal(string what)
    {
        var (left, right) = Same[what];

        Assert.True(EveryCache.Traits.KeysEqual(left, right));
        Assert.Equal(EveryCache.Traits.Hash(left), EveryCache.Traits.Hash(right));
    }

    public static TheoryData<string> SameRows => [.. Same.Keys];

    private static Dictionary<string, (EveryKey Left, EveryKey Right)> Same => new()
    {
        ["copies"] = (Key, Key with { Bytes = [1], String = new string('a', 1) }),
        ["both zeros"] = (Key with { Double = 0.0, Single = 0f }, Key with { Double = -0.0, Single = -0f }),
        ["any NaN"] = (Key with { Double = double.NaN }, Key with { Double = BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001) }),
        ["decimal scale"] = (Key with { Decimal = 1.0m }, Key with { Decimal = 1.00m }),
        ["nulls"] = (Key with { String = null!, Bytes = null! }, Key with { String = null!, Bytes = null! }),
    };

    [Fact]
    public void Same_instant_is_not_the_same_row_when_it_is_written_otherwise()
    {
        Assert.False(EveryCache.Traits.KeysEqual(Key, Key with { DateTime = DateTime.SpecifyKind(Noon, DateTimeKind.Local) }));
        Assert.False(EveryCache.Traits.KeysEqual(Key, Key with { Offset = Key.Offset.ToOffset(TimeSpan.FromHours(1)) }));
        Assert.False(EveryCache.Traits.KeysEqual(Key with { Bytes = [] }, Key with { Bytes = null! }));
    }

    [Fact]
    public void Statistics_decide_what_is_counted()
    {
        Assert.True(PlayerCache.Traits.CountsReads);
        Assert.False(EveryCache.Traits.CountsReads);
    }
}
