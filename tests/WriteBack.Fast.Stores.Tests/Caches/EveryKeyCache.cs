namespace WriteBack.Fast.Tests;

internal enum Sign : sbyte
{
    Minus = -1,
    None,
    Plus,
}

/// <summary>A member of every type that a key's can have.</summary>
internal readonly record struct EveryKey(
    bool Flag, sbyte Tiny, byte Small, short Short, ushort UnsignedShort, int Whole, uint UnsignedWhole, long Large,
    ulong UnsignedLarge, nint Native, nuint UnsignedNative, float Single, double Double, decimal Money, char Letter, string Text,
    byte[] Data, Guid Id, DateTime At, DateTimeOffset AtOffset, TimeSpan Span, DateOnly Date, TimeOnly Time,
    DayOfWeek Day, Sign Sign);

[WriteBackCache<EveryKey, string>]
internal sealed partial class EveryKeyCache;
