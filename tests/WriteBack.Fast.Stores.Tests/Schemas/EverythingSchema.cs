namespace WriteBack.Fast.Tests;

internal sealed class EverythingSchema() : EntrySchema<int, Everything>(
    "everything",
    [
        new ColumnSchema("key", ColumnType.Int32, IsKey: true, IsNullable: false),
        new ColumnSchema("flag", ColumnType.Boolean, IsKey: false, IsNullable: false),
        new ColumnSchema("tiny", ColumnType.SByte, IsKey: false, IsNullable: false),
        new ColumnSchema("small", ColumnType.Byte, IsKey: false, IsNullable: false),
        new ColumnSchema("short", ColumnType.Int16, IsKey: false, IsNullable: false),
        new ColumnSchema("unsigned_short", ColumnType.UInt16, IsKey: false, IsNullable: false),
        new ColumnSchema("whole", ColumnType.Int32, IsKey: false, IsNullable: false),
        new ColumnSchema("unsigned_whole", ColumnType.UInt32, IsKey: false, IsNullable: false),
        new ColumnSchema("large", ColumnType.Int64, IsKey: false, IsNullable: false),
        new ColumnSchema("unsigned_large", ColumnType.UInt64, IsKey: false, IsNullable: false),
        new ColumnSchema("single", ColumnType.Single, IsKey: false, IsNullable: false),
        new ColumnSchema("double", ColumnType.Double, IsKey: false, IsNullable: false),
        new ColumnSchema("money", ColumnType.Decimal, IsKey: false, IsNullable: false),
        new ColumnSchema("letter", ColumnType.Char, IsKey: false, IsNullable: false),
        new ColumnSchema("text", ColumnType.String, IsKey: false, IsNullable: false),
        new ColumnSchema("data", ColumnType.Bytes, IsKey: false, IsNullable: false),
        new ColumnSchema("id", ColumnType.Guid, IsKey: false, IsNullable: false),
        new ColumnSchema("at", ColumnType.DateTime, IsKey: false, IsNullable: false),
        new ColumnSchema("at_offset", ColumnType.DateTimeOffset, IsKey: false, IsNullable: false),
        new ColumnSchema("span", ColumnType.TimeSpan, IsKey: false, IsNullable: false),
        new ColumnSchema("date", ColumnType.DateOnly, IsKey: false, IsNullable: false),
        new ColumnSchema("time", ColumnType.TimeOnly, IsKey: false, IsNullable: false),
        new ColumnSchema("day", ColumnType.Int32, IsKey: false, IsNullable: false),
        new ColumnSchema("numbers", ColumnType.MessagePack, IsKey: false, IsNullable: false),
        new ColumnSchema("maybe_flag", ColumnType.Boolean, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_tiny", ColumnType.SByte, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_small", ColumnType.Byte, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_short", ColumnType.Int16, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_unsigned_short", ColumnType.UInt16, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_whole", ColumnType.Int32, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_unsigned_whole", ColumnType.UInt32, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_large", ColumnType.Int64, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_unsigned_large", ColumnType.UInt64, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_single", ColumnType.Single, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_double", ColumnType.Double, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_money", ColumnType.Decimal, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_letter", ColumnType.Char, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_text", ColumnType.String, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_data", ColumnType.Bytes, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_id", ColumnType.Guid, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_at", ColumnType.DateTime, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_at_offset", ColumnType.DateTimeOffset, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_span", ColumnType.TimeSpan, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_date", ColumnType.DateOnly, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_time", ColumnType.TimeOnly, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_day", ColumnType.Int32, IsKey: false, IsNullable: true),
        new ColumnSchema("maybe_numbers", ColumnType.MessagePack, IsKey: false, IsNullable: true),
    ])
{
    public override void WriteKey<TWriter>(ref TWriter writer, in int key) => writer.WriteInt64(key);

    public override int ReadKey<TReader>(ref TReader reader) => reader.TryReadNull() ? 0 : (int)reader.ReadInt64();

    public override void WriteValue<TWriter>(ref TWriter writer, in Everything value)
    {
        writer.WriteBoolean(value.Flag);
        writer.WriteInt64(value.Tiny);
        writer.WriteInt64(value.Small);
        writer.WriteInt64(value.Short);
        writer.WriteInt64(value.UnsignedShort);
        writer.WriteInt64(value.Whole);
        writer.WriteInt64(value.UnsignedWhole);
        writer.WriteInt64(value.Large);
        writer.WriteUInt64(value.UnsignedLarge);
        writer.WriteSingle(value.Single);
        writer.WriteDouble(value.Double);
        writer.WriteDecimal(value.Money);
        writer.WriteChar(value.Letter);
        writer.WriteString(value.Text);
        writer.WriteBytes(value.Data);
        writer.WriteGuid(value.Id);
        writer.WriteDateTime(value.At);
        writer.WriteDateTimeOffset(value.AtOffset);
        writer.WriteTimeSpan(value.Span);
        writer.WriteDateOnly(value.Date);
        writer.WriteTimeOnly(value.Time);
        writer.WriteInt64((long)value.Day);
        writer.WriteObject(value.Numbers);
        if (value.MaybeFlag is { } maybeFlag)
            writer.WriteBoolean(maybeFlag);
        else
            writer.WriteNull();
        if (value.MaybeTiny is { } maybeTiny)
            writer.WriteInt64(maybeTiny);
        else
            writer.WriteNull();
        if (value.MaybeSmall is { } maybeSmall)
            writer.WriteInt64(maybeSmall);
        else
            writer.WriteNull();
        if (value.MaybeShort is { } maybeShort)
            writer.WriteInt64(maybeShort);
        else
            writer.WriteNull();
        if (value.MaybeUnsignedShort is { } maybeUnsignedShort)
            writer.WriteInt64(maybeUnsignedShort);
        else
            writer.WriteNull();
        if (value.MaybeWhole is { } maybeWhole)
            writer.WriteInt64(maybeWhole);
        else
            writer.WriteNull();
        if (value.MaybeUnsignedWhole is { } maybeUnsignedWhole)
            writer.WriteInt64(maybeUnsignedWhole);
        else
            writer.WriteNull();
        if (value.MaybeLarge is { } maybeLarge)
            writer.WriteInt64(maybeLarge);
        else
            writer.WriteNull();
        if (value.MaybeUnsignedLarge is { } maybeUnsignedLarge)
            writer.WriteUInt64(maybeUnsignedLarge);
        else
            writer.WriteNull();
        if (value.MaybeSingle is { } maybeSingle)
            writer.WriteSingle(maybeSingle);
        else
            writer.WriteNull();
        if (value.MaybeDouble is { } maybeDouble)
            writer.WriteDouble(maybeDouble);
        else
            writer.WriteNull();
        if (value.MaybeMoney is { } maybeMoney)
            writer.WriteDecimal(maybeMoney);
        else
            writer.WriteNull();
        if (value.MaybeLetter is { } maybeLetter)
            writer.WriteChar(maybeLetter);
        else
            writer.WriteNull();
        if (value.MaybeText is { } maybeText)
            writer.WriteString(maybeText);
        else
            writer.WriteNull();
        if (value.MaybeData is { } maybeData)
            writer.WriteBytes(maybeData);
        else
            writer.WriteNull();
        if (value.MaybeId is { } maybeId)
            writer.WriteGuid(maybeId);
        else
            writer.WriteNull();
        if (value.MaybeAt is { } maybeAt)
            writer.WriteDateTime(maybeAt);
        else
            writer.WriteNull();
        if (value.MaybeAtOffset is { } maybeAtOffset)
            writer.WriteDateTimeOffset(maybeAtOffset);
        else
            writer.WriteNull();
        if (value.MaybeSpan is { } maybeSpan)
            writer.WriteTimeSpan(maybeSpan);
        else
            writer.WriteNull();
        if (value.MaybeDate is { } maybeDate)
            writer.WriteDateOnly(maybeDate);
        else
            writer.WriteNull();
        if (value.MaybeTime is { } maybeTime)
            writer.WriteTimeOnly(maybeTime);
        else
            writer.WriteNull();
        if (value.MaybeDay is { } maybeDay)
            writer.WriteInt64((long)maybeDay);
        else
            writer.WriteNull();
        if (value.MaybeNumbers is { } maybeNumbers)
            writer.WriteObject(maybeNumbers);
        else
            writer.WriteNull();
    }

    public override Everything ReadValue<TReader>(ref TReader reader) => new()
    {
        Flag = reader.TryReadNull() ? default : reader.ReadBoolean(),
        Tiny = reader.TryReadNull() ? default : (sbyte)reader.ReadInt64(),
        Small = reader.TryReadNull() ? default : (byte)reader.ReadInt64(),
        Short = reader.TryReadNull() ? default : (short)reader.ReadInt64(),
        UnsignedShort = reader.TryReadNull() ? default : (ushort)reader.ReadInt64(),
        Whole = reader.TryReadNull() ? default : (int)reader.ReadInt64(),
        UnsignedWhole = reader.TryReadNull() ? default : (uint)reader.ReadInt64(),
        Large = reader.TryReadNull() ? default : reader.ReadInt64(),
        UnsignedLarge = reader.TryReadNull() ? default : reader.ReadUInt64(),
        Single = reader.TryReadNull() ? default : reader.ReadSingle(),
        Double = reader.TryReadNull() ? default : reader.ReadDouble(),
        Money = reader.TryReadNull() ? default : reader.ReadDecimal(),
        Letter = reader.TryReadNull() ? default : reader.ReadChar(),
        Text = reader.TryReadNull() ? "" : reader.ReadString(),
        Data = reader.TryReadNull() ? [] : reader.ReadBytes(),
        Id = reader.TryReadNull() ? default : reader.ReadGuid(),
        At = reader.TryReadNull() ? default : reader.ReadDateTime(),
        AtOffset = reader.TryReadNull() ? default : reader.ReadDateTimeOffset(),
        Span = reader.TryReadNull() ? default : reader.ReadTimeSpan(),
        Date = reader.TryReadNull() ? default : reader.ReadDateOnly(),
        Time = reader.TryReadNull() ? default : reader.ReadTimeOnly(),
        Day = reader.TryReadNull() ? default : (DayOfWeek)reader.ReadInt64(),
        Numbers = reader.TryReadNull() ? [] : reader.ReadObject<List<int>>(),
        MaybeFlag = reader.TryReadNull() ? null : reader.ReadBoolean(),
        MaybeTiny = reader.TryReadNull() ? null : (sbyte)reader.ReadInt64(),
        MaybeSmall = reader.TryReadNull() ? null : (byte)reader.ReadInt64(),
        MaybeShort = reader.TryReadNull() ? null : (short)reader.ReadInt64(),
        MaybeUnsignedShort = reader.TryReadNull() ? null : (ushort)reader.ReadInt64(),
        MaybeWhole = reader.TryReadNull() ? null : (int)reader.ReadInt64(),
        MaybeUnsignedWhole = reader.TryReadNull() ? null : (uint)reader.ReadInt64(),
        MaybeLarge = reader.TryReadNull() ? null : reader.ReadInt64(),
        MaybeUnsignedLarge = reader.TryReadNull() ? null : reader.ReadUInt64(),
        MaybeSingle = reader.TryReadNull() ? null : reader.ReadSingle(),
        MaybeDouble = reader.TryReadNull() ? null : reader.ReadDouble(),
        MaybeMoney = reader.TryReadNull() ? null : reader.ReadDecimal(),
        MaybeLetter = reader.TryReadNull() ? null : reader.ReadChar(),
        MaybeText = reader.TryReadNull() ? null : reader.ReadString(),
        MaybeData = reader.TryReadNull() ? null : reader.ReadBytes(),
        MaybeId = reader.TryReadNull() ? null : reader.ReadGuid(),
        MaybeAt = reader.TryReadNull() ? null : reader.ReadDateTime(),
        MaybeAtOffset = reader.TryReadNull() ? null : reader.ReadDateTimeOffset(),
        MaybeSpan = reader.TryReadNull() ? null : reader.ReadTimeSpan(),
        MaybeDate = reader.TryReadNull() ? null : reader.ReadDateOnly(),
        MaybeTime = reader.TryReadNull() ? null : reader.ReadTimeOnly(),
        MaybeDay = reader.TryReadNull() ? null : (DayOfWeek)reader.ReadInt64(),
        MaybeNumbers = reader.TryReadNull() ? null : reader.ReadObject<List<int>>(),
    };
}
