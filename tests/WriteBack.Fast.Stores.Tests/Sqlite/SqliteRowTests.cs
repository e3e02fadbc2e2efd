using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests;

/// <summary>Rows as another SQL client sees them.</summary>
public sealed class SqliteRowTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_column_type_is_read_by_the_method_of_its_type(int sample)
    {
        var expected = EverythingSamples.All[sample];
        await WriteAsync(expected);

        using var connection = _folder.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM everything";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());

        Assert.Equal(expected.Flag, reader.GetBoolean(Ordinal(reader, "flag", "INTEGER")));
        Assert.Equal(expected.Tiny, reader.GetInt64(Ordinal(reader, "tiny", "INTEGER")));
        Assert.Equal(expected.Small, reader.GetByte(Ordinal(reader, "small", "INTEGER")));
        Assert.Equal(expected.Short, reader.GetInt16(Ordinal(reader, "short", "INTEGER")));
        Assert.Equal(expected.UnsignedShort, reader.GetInt64(Ordinal(reader, "unsigned_short", "INTEGER")));
        Assert.Equal(expected.Whole, reader.GetInt32(Ordinal(reader, "whole", "INTEGER")));
        Assert.Equal(expected.UnsignedWhole, reader.GetInt64(Ordinal(reader, "unsigned_whole", "INTEGER")));
        Assert.Equal(expected.Large, reader.GetInt64(Ordinal(reader, "large", "INTEGER")));
        Assert.Equal(expected.UnsignedLarge, unchecked((ulong)reader.GetInt64(Ordinal(reader, "unsigned_large", "INTEGER"))));
        Assert.Equal(expected.Native, (nint)reader.GetInt64(Ordinal(reader, "native", "INTEGER")));
        Assert.Equal(
            expected.UnsignedNative, unchecked((nuint)(ulong)reader.GetInt64(Ordinal(reader, "unsigned_native", "INTEGER"))));
        Assert.Equal(expected.Single, reader.GetFloat(Ordinal(reader, "single", "REAL")));
        Assert.Equal(expected.Double, reader.GetDouble(Ordinal(reader, "double", "REAL")));
        Assert.Equal(expected.Money, reader.GetDecimal(Ordinal(reader, "money", "TEXT")));
        Assert.Equal(expected.Letter, reader.GetChar(Ordinal(reader, "letter", "TEXT")));
        Assert.Equal(expected.Text, reader.GetString(Ordinal(reader, "text", "TEXT")));
        Assert.Equal(expected.Data, reader.GetFieldValue<byte[]>(Ordinal(reader, "data", "BLOB")));
        Assert.Equal(expected.Id, reader.GetGuid(Ordinal(reader, "id", "TEXT")));
        Assert.Equal(expected.Id.ToString().ToUpperInvariant(), reader.GetString(Ordinal(reader, "id", "TEXT")));
        Assert.Equal(expected.At, reader.GetDateTime(Ordinal(reader, "at", "TEXT")));
        Assert.Equal(expected.AtOffset, reader.GetDateTimeOffset(Ordinal(reader, "at_offset", "TEXT")));
        Assert.Equal(expected.Span, reader.GetTimeSpan(Ordinal(reader, "span", "TEXT")));
        Assert.Equal(expected.Date, reader.GetFieldValue<DateOnly>(Ordinal(reader, "date", "TEXT")));
        Assert.Equal(expected.Time, reader.GetFieldValue<TimeOnly>(Ordinal(reader, "time", "TEXT")));
        Assert.Equal((int)expected.Day, reader.GetInt32(Ordinal(reader, "day", "INTEGER")));
        Assert.Equal((int)expected.Sign, reader.GetInt32(Ordinal(reader, "sign", "INTEGER")));
        Assert.Equal(
            MessagePack.MessagePackSerializer.Serialize(expected.Numbers),
            reader.GetFieldValue<byte[]>(Ordinal(reader, "numbers", "BLOB")));
        Assert.Equal(expected.MaybeText is null, reader.IsDBNull(Ordinal(reader, "maybe_text", "TEXT")));
        Assert.Equal(expected.MaybeData is null, reader.IsDBNull(Ordinal(reader, "maybe_data", "BLOB")));
    }

    [Theory]
    [InlineData(DateTimeKind.Unspecified, "2024-02-29 13:14:15.0000001")]
    [InlineData(DateTimeKind.Utc, "2024-02-29 13:14:15.0000001Z")]
    public async Task A_date_has_the_form_of_ado_net_and_its_kind(DateTimeKind kind, string text)
    {
        var at = new DateTime(2024, 2, 29, 13, 14, 15, kind).AddTicks(1);
        await WriteAsync(new Everything { At = at });

        Assert.Equal(text, _folder.Query("SELECT at FROM everything"));
    }

    [Fact]
    public async Task Not_a_number_is_text_and_not_null()
    {
        await WriteAsync(new Everything { Double = double.NaN });

        Assert.Equal("NaN", _folder.Query("SELECT double FROM everything"));
    }

    [Fact]
    public async Task Decimals_and_dates_of_another_writer_are_read()
    {
        var store = _folder.Open(EverythingCache.Schema);
        await WriteAsync(new Everything());
        using (var connection = _folder.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                "UPDATE everything SET money = $money, at = $at, at_offset = $offset, maybe_text = NULL, whole = NULL";
            command.Parameters.AddWithValue("$money", 12.50m);
            command.Parameters.AddWithValue("$at", new DateTime(2024, 2, 29, 1, 2, 3));
            command.Parameters.AddWithValue("$offset", new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(2)));
            command.ExecuteNonQuery();
        }

        var loaded = (await store.LoadAsync(1, Ct)).Value;

        Assert.Equal(12.5m, loaded.Money);
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3), loaded.At);
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromHours(2)), loaded.AtOffset);
        Assert.Equal(0, loaded.Whole);
    }

    [Theory]
    [InlineData("order", "select", "group", "primary")]
    [InlineData("with space", "a\"b", "c'd", "e.f")]
    [InlineData("表", "ключ", "größe", "\U0001F600")]
    [InlineData("1st", "", "]", ";--")]
    public async Task Any_name_can_be_a_tables_or_a_columns(string table, string key, string score, string level)
    {
        var schema = new RenamedSchema<int, Scores>(ScoresCache.Schema, table, key, score, level);
        var store = _folder.Open(schema);
        await store.WriteAsync(new TestBatch<int, Scores>(schema).Upsert(1, new Scores(2, 3)).Upsert(4, default).Build(), Ct);
        await store.WriteAsync(new TestBatch<int, Scores>(schema).Upsert(1, new Scores(5, 6)).Delete(4).Build(), Ct);

        Assert.Equal(table, _folder.Query("SELECT name FROM sqlite_master WHERE type = 'table'"));
        Assert.Equal(new Scores(5, 6), (await store.LoadAsync(1, Ct)).Value);
        Assert.False((await store.LoadAsync(4, Ct)).Found);

        // An existing table with such names passes the check.
        var reopened = _folder.Open(schema);
        Assert.Equal(new Scores(5, 6), (await reopened.LoadAsync(1, Ct)).Value);
    }

    private static int Ordinal(SqliteDataReader reader, string column, string declaredType)
    {
        int ordinal = reader.GetOrdinal(column);
        Assert.Equal(declaredType, reader.GetDataTypeName(ordinal));
        return ordinal;
    }

    private async Task WriteAsync(Everything value)
    {
        var batch = new TestBatch<int, Everything>(EverythingCache.Schema).Upsert(1, value).Build();
        await _folder.Open(EverythingCache.Schema).WriteAsync(batch, Ct);
        Assert.Empty(batch.Rejections());
    }
}
