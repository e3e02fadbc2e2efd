namespace WriteBack.Fast.Tests;

/// <summary>Values at the edges of every column type.</summary>
internal static class EverythingSamples
{
    private static readonly DateTime Afternoon = new(2024, 2, 29, 13, 14, 15, 678, DateTimeKind.Utc);

    public static readonly Everything Defaults = new();

    public static readonly Everything Least = new()
    {
        Tiny = sbyte.MinValue,
        Short = short.MinValue,
        Whole = int.MinValue,
        Large = long.MinValue,
        Native = nint.MinValue,
        Single = float.MinValue,
        Double = double.MinValue,
        Money = decimal.MinValue,
        Letter = '\0',
        Text = "\0",
        Data = [0],
        At = DateTime.MinValue,
        AtOffset = DateTimeOffset.MinValue,
        Span = TimeSpan.MinValue,
        Date = DateOnly.MinValue,
        Time = TimeOnly.MinValue,
        Day = (DayOfWeek)int.MinValue,
        Sign = Sign.Minus,
        MaybeSingle = float.NegativeInfinity,
        MaybeDouble = double.NegativeInfinity,
        MaybeMoney = 0.0000000000000000000000000001m,
        MaybeText = "",
        MaybeData = [],
        MaybeNumbers = [],
        MaybeAtOffset = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(-14)),
    };

    public static readonly Everything Most = new()
    {
        Flag = true,
        Tiny = sbyte.MaxValue,
        Small = byte.MaxValue,
        Short = short.MaxValue,
        UnsignedShort = ushort.MaxValue,
        Whole = int.MaxValue,
        UnsignedWhole = uint.MaxValue,
        Large = long.MaxValue,
        UnsignedLarge = ulong.MaxValue,
        Native = nint.MaxValue,
        UnsignedNative = nuint.MaxValue,
        Single = float.MaxValue,
        Double = double.MaxValue,
        Money = decimal.MaxValue,
        Letter = '\uFFFD',
        Text = "a\0b 'quoted' \"double\" ж 漢字 \U0001F600\u0301",
        Data = [0, 255, 0, 127],
        Id = Guid.AllBitsSet,
        At = DateTime.MaxValue,
        AtOffset = DateTimeOffset.MaxValue,
        Span = TimeSpan.MaxValue,
        Date = DateOnly.MaxValue,
        Time = TimeOnly.MaxValue,
        Day = (DayOfWeek)int.MaxValue,
        Sign = Sign.Plus,
        Numbers = [int.MinValue, 0, int.MaxValue],
        MaybeFlag = true,
        MaybeTiny = -1,
        MaybeSmall = 1,
        MaybeShort = -1,
        MaybeUnsignedShort = 1,
        MaybeWhole = -1,
        MaybeUnsignedWhole = 1,
        MaybeLarge = -1,
        MaybeUnsignedLarge = 1UL << 63,
        MaybeNative = -1,
        MaybeUnsignedNative = 1,
        MaybeSingle = float.NaN,
        MaybeDouble = double.NaN,
        MaybeMoney = -79.99m,
        MaybeLetter = 'é',
        MaybeText = new string('x', 300_000) + "漢",
        MaybeData = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)i)],
        MaybeId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        MaybeAt = Afternoon,
        MaybeAtOffset = new DateTimeOffset(2024, 2, 29, 1, 2, 3, 4, TimeSpan.FromMinutes(345)).AddTicks(5),
        MaybeSpan = new TimeSpan(-1, -2, -3, -4, -5),
        MaybeDate = new DateOnly(2024, 2, 29),
        MaybeTime = new TimeOnly(13, 14, 15),
        MaybeDay = DayOfWeek.Saturday,
        MaybeSign = Sign.Plus,
        MaybeNumbers = [1],
    };

    public static readonly Everything Fractions = new()
    {
        Single = float.Epsilon,
        Double = 0.1 + 0.2,
        Money = 12345.6789m,
        MaybeSingle = float.PositiveInfinity,
        MaybeDouble = double.PositiveInfinity,
        At = DateTime.SpecifyKind(Afternoon.AddTicks(1), DateTimeKind.Unspecified),
        MaybeAt = DateTime.SpecifyKind(Afternoon.AddTicks(9), DateTimeKind.Local),
        Time = new TimeOnly(1).Add(TimeSpan.FromHours(1)),
        Span = TimeSpan.FromTicks(1),
    };

    public static readonly Everything[] All = [Defaults, Least, Most, Fractions];

    /// <summary>The members of a sample that can be in a key, as a key.</summary>
    public static EveryKey KeyOf(Everything sample) => new(
        sample.Flag, sample.Tiny, sample.Small, sample.Short, sample.UnsignedShort, sample.Whole, sample.UnsignedWhole,
        sample.Large, sample.UnsignedLarge, sample.Native, sample.UnsignedNative, sample.Single, sample.Double, sample.Money,
        sample.Letter, sample.Text, sample.Data, sample.Id, sample.At, sample.AtOffset, sample.Span, sample.Date,
        sample.Time, sample.Day, sample.Sign);
}
