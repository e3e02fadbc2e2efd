namespace WriteBack.Fast.Tests;

/// <summary>A member of every column type, and of the nullable form of each.</summary>
internal sealed record Everything
{
    public bool Flag { get; init; }
    public sbyte Tiny { get; init; }
    public byte Small { get; init; }
    public short Short { get; init; }
    public ushort UnsignedShort { get; init; }
    public int Whole { get; init; }
    public uint UnsignedWhole { get; init; }
    public long Large { get; init; }
    public ulong UnsignedLarge { get; init; }
    public nint Native { get; init; }
    public nuint UnsignedNative { get; init; }
    public float Single { get; init; }
    public double Double { get; init; }
    public decimal Money { get; init; }
    public char Letter { get; init; }
    public string Text { get; init; } = "";
    public byte[] Data { get; init; } = [];
    public Guid Id { get; init; }
    public DateTime At { get; init; }
    public DateTimeOffset AtOffset { get; init; }
    public TimeSpan Span { get; init; }
    public DateOnly Date { get; init; }
    public TimeOnly Time { get; init; }
    public DayOfWeek Day { get; init; }
    public Sign Sign { get; init; }
    public List<int> Numbers { get; init; } = [];
    public bool? MaybeFlag { get; init; }
    public sbyte? MaybeTiny { get; init; }
    public byte? MaybeSmall { get; init; }
    public short? MaybeShort { get; init; }
    public ushort? MaybeUnsignedShort { get; init; }
    public int? MaybeWhole { get; init; }
    public uint? MaybeUnsignedWhole { get; init; }
    public long? MaybeLarge { get; init; }
    public ulong? MaybeUnsignedLarge { get; init; }
    public nint? MaybeNative { get; init; }
    public nuint? MaybeUnsignedNative { get; init; }
    public float? MaybeSingle { get; init; }
    public double? MaybeDouble { get; init; }
    public decimal? MaybeMoney { get; init; }
    public char? MaybeLetter { get; init; }
    public string? MaybeText { get; init; }
    public byte[]? MaybeData { get; init; }
    public Guid? MaybeId { get; init; }
    public DateTime? MaybeAt { get; init; }
    public DateTimeOffset? MaybeAtOffset { get; init; }
    public TimeSpan? MaybeSpan { get; init; }
    public DateOnly? MaybeDate { get; init; }
    public TimeOnly? MaybeTime { get; init; }
    public DayOfWeek? MaybeDay { get; init; }
    public Sign? MaybeSign { get; init; }
    public List<int>? MaybeNumbers { get; init; }
}

[WriteBackCache<int, Everything>]
internal sealed partial class EverythingCache;
