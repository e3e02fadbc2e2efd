namespace WriteBack.Fast.AotTarget;

/// <summary>Entries, and whether they came back.</summary>
internal static class Checks
{
    public const int Entries = 1_000;

    private static readonly DateTime Day = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    public static EveryKey Key(int i) => new(
        i % 2 == 0, (sbyte)i, (short)i, i, -i, ulong.MaxValue - (ulong)i, i / 2f, i / 4d, i / 8m, (char)('a' + (i % 26)), $"key {i}",
        new Guid(i, 0, 0, new byte[8]), Day.AddSeconds(i), new DateTimeOffset(Day).AddMinutes(i), TimeSpan.FromTicks(i),
        DateOnly.FromDateTime(Day.AddDays(i)), TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(i)), (Kind)(i % 2));

    public static EveryValue Value(int i) => i % 3 == 0
        ? new(null, i, null, null, null, null, null, null, null, [], [], null, default)
        : new(true, i, i, i / 2d, i / 4m, $"value {i}", new Guid(0, (short)i, 0, new byte[8]), Day, Kind.Some, [i, 2], ["a", "b"], new Version(1, i), new(i, -i));

    public static bool Same(EveryValue left, EveryValue right) =>
        left.Numbers.SequenceEqual(right.Numbers) && left.Words.SequenceEqual(right.Words)
        && left == right with { Numbers = left.Numbers, Words = left.Words };

    public static void That(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException("Not so: " + what);
    }
}
