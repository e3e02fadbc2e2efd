using System.Diagnostics.CodeAnalysis;
using MessagePack;

namespace WriteBack.Fast.Generators.Tests.Behaviour;

[MessagePackObject(keyAsPropertyName: true)]
internal readonly record struct PlayerKey(long TenantId, int PlayerId);

internal record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

[WriteBackCache<PlayerKey, PlayerState>]
internal sealed partial class PlayerCache;

internal enum Small : sbyte
{
    Below = -3,
    Zero = 0,
}

internal enum Huge : ulong
{
    Zero = 0,
    Most = ulong.MaxValue,
}

internal readonly record struct EveryKey(
    bool Bool, sbyte SByte, byte Byte, short Int16, ushort UInt16, int Int32, uint UInt32, long Int64, ulong UInt64,
    nint Native, nuint UNative, float Single, double Double, decimal Decimal, char Char, string String, byte[] Bytes, Guid Guid,
    DateTime DateTime, DateTimeOffset Offset, TimeSpan Span, DateOnly Date, TimeOnly Time, Small Small, Huge Huge);

internal record struct EveryValue(
    bool? MaybeBool, sbyte? MaybeSByte, byte? MaybeByte, short? MaybeInt16, ushort? MaybeUInt16, int? MaybeInt32, uint? MaybeUInt32,
    long? MaybeInt64, ulong? MaybeUInt64, nint? MaybeNative, nuint? MaybeUNative, float? MaybeSingle, double? MaybeDouble,
    decimal? MaybeDecimal, char? MaybeChar, string? MaybeString, byte[]? MaybeBytes, Guid? MaybeGuid, DateTime? MaybeDateTime,
    DateTimeOffset? MaybeOffset, TimeSpan? MaybeSpan, DateOnly? MaybeDate, TimeOnly? MaybeTime, Small? MaybeSmall, Huge? MaybeHuge,
    List<int>? MaybeList, PlayerKey? MaybeNested, PlayerKey Nested);

[WriteBackCache<EveryKey, EveryValue>(Statistics = false)]
internal sealed partial class EveryCache;

[WriteBackCache<Guid, string>(Name = "labels")]
internal sealed partial class GuidCache;

[WriteBackCache<int, IReadOnlyList<string>>]
internal sealed partial class Cache;

internal abstract class Document
{
    public required string Author { get; init; }

    public int Revision { get; set; }
}

internal sealed class Article(string title) : Document
{
    public string Title { get; } = title;

    public int Words;

    public int TitleLength => Title.Length;

    [WriteBackIgnore]
    public object? Parsed { get; set; }

    [WriteBackColumn("tag_list")]
    public string[]? Tags { get; init; }
}

#pragma warning disable WBF013 // A class of every kind of member, settable ones among them.
[WriteBackCache<long, Article>]
internal sealed partial class HTTPArticleCache;
#pragma warning restore WBF013

internal record struct Ignored([WriteBackColumn("kept_column")] int Kept, [WriteBackIgnore] string Dropped);

[WriteBackCache<int, Ignored>]
internal sealed partial class IgnoredCache;

internal sealed class Preset
{
    [SetsRequiredMembers]
    public Preset(int level) => Level = level + 1;

    public required int Level { get; init; }
}

[WriteBackCache<int, Preset>]
internal sealed partial class PresetCache;
