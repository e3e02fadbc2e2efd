namespace WriteBack.Fast.Generators.Tests.Behaviour;

/// <summary>What the visitor writes it reads back.</summary>
public class RoundTripTests
{
    private static readonly EveryKey Key = new(
        true, sbyte.MinValue, byte.MaxValue, short.MinValue, ushort.MaxValue, int.MinValue, uint.MaxValue, long.MinValue, ulong.MaxValue,
        nint.MinValue, nuint.MaxValue, 1.5f, -2.5, 3.50m, 'ß', "text", [1, 2], Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        TimeSpan.FromTicks(-7), new DateOnly(2026, 1, 2), new TimeOnly(3, 4, 5), Small.Below, Huge.Most);

    private static readonly EveryValue Full = new(
        Key.Bool, Key.SByte, Key.Byte, Key.Int16, Key.UInt16, Key.Int32, Key.UInt32, Key.Int64, Key.UInt64, Key.Native, Key.UNative,
        Key.Single, Key.Double, Key.Decimal, Key.Char, Key.String, Key.Bytes, Key.Guid, Key.DateTime, Key.Offset, Key.Span, Key.Date,
        Key.Time, Key.Small, Key.Huge, [1, 2, 3], new PlayerKey(1, 2), new PlayerKey(3, 4));

    [Fact]
    public void Key_of_every_column_type()
    {
        var record = new ListRecord();
        EveryCache.Schema.WriteKey(ref record, Key);

        Assert.Equal(
            [
                "Boolean", "Int64", "Int64", "Int64", "Int64", "Int64", "Int64", "Int64", "UInt64", "Int64", "UInt64", "Single", "Double",
                "Decimal", "Char", "String", "Bytes", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "DateOnly", "TimeOnly", "Int64",
                "UInt64",
            ],
            record.Columns.Select(static column => column.Call));
        var read = EveryCache.Schema.ReadKey(ref record);
        Assert.Equal(Key.Bytes, read.Bytes);
        Assert.Equal(Key, read with { Bytes = Key.Bytes });
    }

    [Fact]
    public void Nullable_members_with_values()
    {
        var record = new ListRecord();
        EveryCache.Schema.WriteValue(ref record, Full);

        Assert.Equal(["Object List`1", "Object PlayerKey", "Object PlayerKey"], record.Columns.TakeLast(3).Select(static column => column.Call));
        var read = EveryCache.Schema.ReadValue(ref record);
        Assert.Equal(Full.MaybeBytes, read.MaybeBytes);
        Assert.Equal(Full, read with { MaybeBytes = Full.MaybeBytes });
    }

    [Fact]
    public void Nullable_members_without_values()
    {
        var record = new ListRecord();
        EveryCache.Schema.WriteValue(ref record, new EveryValue { Nested = new(1, 2) });

        Assert.All(record.Columns.SkipLast(1), static column => Assert.Equal("Null", column.Call));
        Assert.Equal(new EveryValue { Nested = new(1, 2) }, EveryCache.Schema.ReadValue(ref record));
    }

    [Fact]
    public void Null_in_a_member_that_may_not_be_null()
    {
        var record = new ListRecord();
        EveryCache.Schema.WriteKey(ref record, default);

        Assert.Equal(("Null", null), record.Columns[15]);
        Assert.Equal(default, EveryCache.Schema.ReadKey(ref record));
    }

    [Fact]
    public void Columns_that_an_older_record_lacks_read_as_defaults()
    {
        var record = new ListRecord();
        PlayerCache.Schema.WriteValue(ref record, new PlayerState(5, 6, 7, 8, "title"));
        record.Columns.RemoveRange(2, 3);

        Assert.Equal(new PlayerState(5, 6, 0, 0, null), PlayerCache.Schema.ReadValue(ref record));
    }

    [Fact]
    public void Single_columns()
    {
        var record = new ListRecord();
        GuidCache.Schema.WriteKey(ref record, Key.Guid);
        GuidCache.Schema.WriteValue(ref record, "label");

        Assert.Equal([("Guid", Key.Guid), ("String", "label")], record.Columns);
        Assert.Equal(Key.Guid, GuidCache.Schema.ReadKey(ref record));
        Assert.Equal("label", GuidCache.Schema.ReadValue(ref record));
    }

    [Fact]
    public void Collection_is_one_object()
    {
        var record = new ListRecord();
        IReadOnlyList<string> value = ["a"];
        Cache.Schema.WriteValue(ref record, value);

        Assert.Equal([("Object IReadOnlyList`1", value)], record.Columns);
        Assert.Same(value, Cache.Schema.ReadValue(ref record));
    }

    [Fact]
    public void Class_with_constructor_initializer_and_base()
    {
        var record = new ListRecord();
        HTTPArticleCache.Schema.WriteValue(
            ref record, new Article("On caches") { Author = "me", Revision = 3, Words = 100, Tags = ["x"], Parsed = new object() });
        var read = HTTPArticleCache.Schema.ReadValue(ref record);

        Assert.Equal(("On caches", "me", 3, 100), (read.Title, read.Author, read.Revision, read.Words));
        Assert.Equal(["x"], read.Tags!);
        Assert.Null(read.Parsed);
    }

    [Fact]
    public void Ignored_parameter_is_the_default()
    {
        var record = new ListRecord();
        IgnoredCache.Schema.WriteValue(ref record, new Ignored(1, "memory only"));

        Assert.Equal(new Ignored(1, null!), IgnoredCache.Schema.ReadValue(ref record));
    }

    [Fact]
    public void Constructor_that_sets_required_members_is_trusted()
    {
        var record = new ListRecord();
        PresetCache.Schema.WriteValue(ref record, new Preset(1));

        Assert.Equal(3, PresetCache.Schema.ReadValue(ref record).Level);
    }
}
