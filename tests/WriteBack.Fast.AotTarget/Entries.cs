using MessagePack;
using MessagePack.Formatters;

namespace WriteBack.Fast.AotTarget;

internal enum Kind : byte
{
    None,
    Some,
}

internal readonly record struct EveryKey(
    bool Bool, sbyte SByte, short Int16, int Int32, long Int64, ulong UInt64, float Single, double Double, decimal Decimal, char Char,
    string String, Guid Guid, DateTime DateTime, DateTimeOffset Offset, TimeSpan Span, DateOnly Date, TimeOnly Time, Kind Kind);

/// <summary>Members with and without column types: those of MessagePack's own, and one with a formatter that is given.</summary>
[MessagePackFormatter(typeof(PlaceFormatter))]
internal readonly record struct Place(double X, double Y);

internal sealed record EveryValue(
    bool? MaybeBool, int? MaybeInt32, long? MaybeInt64, double? MaybeDouble, decimal? MaybeDecimal, string? MaybeString,
    Guid? MaybeGuid, DateTime? MaybeDateTime, Kind? MaybeKind,
    int[] Numbers, List<string> Words, Version? Version, Place Place);

[WriteBackCache<EveryKey, EveryValue>]
internal sealed partial class EveryCache;

internal sealed class PlaceFormatter : IMessagePackFormatter<Place>
{
    public void Serialize(ref MessagePackWriter writer, Place value, MessagePackSerializerOptions options)
    {
        writer.WriteArrayHeader(2);
        writer.Write(value.X);
        writer.Write(value.Y);
    }

    public Place Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        reader.ReadArrayHeader();
        return new Place(reader.ReadDouble(), reader.ReadDouble());
    }
}
