namespace WriteBack.Fast.Generators.Tests.Behaviour;

/// <summary>Names, types and nullability of the columns.</summary>
public class SchemaTests
{
    [Fact]
    public void Columns_of_the_example()
    {
        var schema = PlayerCache.Schema;

        Assert.Equal("player", schema.Name);
        Assert.Equal(
            [
                new("tenant_id", ColumnType.Int64, IsKey: true, IsNullable: false),
                new("player_id", ColumnType.Int32, IsKey: true, IsNullable: false),
                new("score", ColumnType.Int64, IsKey: false, IsNullable: false),
                new("level", ColumnType.Int32, IsKey: false, IsNullable: false),
                new("x", ColumnType.Double, IsKey: false, IsNullable: false),
                new("y", ColumnType.Double, IsKey: false, IsNullable: false),
                new("title", ColumnType.String, IsKey: false, IsNullable: true),
            ],
            schema.Columns);
        Assert.Equal(2, schema.KeyColumnCount);
    }

    [Fact]
    public void Types_of_every_column()
    {
        ColumnType[] types =
        [
            ColumnType.Boolean, ColumnType.SByte, ColumnType.Byte, ColumnType.Int16, ColumnType.UInt16, ColumnType.Int32,
            ColumnType.UInt32, ColumnType.Int64, ColumnType.UInt64, ColumnType.Int64, ColumnType.UInt64, ColumnType.Single,
            ColumnType.Double, ColumnType.Decimal, ColumnType.Char, ColumnType.String, ColumnType.Bytes, ColumnType.Guid,
            ColumnType.DateTime, ColumnType.DateTimeOffset, ColumnType.TimeSpan, ColumnType.DateOnly, ColumnType.TimeOnly,
            ColumnType.SByte, ColumnType.UInt64,
        ];
        var columns = EveryCache.Schema.Columns;

        Assert.Equal(types, columns.Where(static column => column.IsKey).Select(static column => column.Type));
        Assert.Equal(
            [.. types, ColumnType.MessagePack, ColumnType.MessagePack, ColumnType.MessagePack],
            columns.Where(static column => !column.IsKey).Select(static column => column.Type));
        Assert.All(columns, static column => Assert.Equal(column.Name.StartsWith("maybe_", StringComparison.Ordinal), column.IsNullable));
    }

    [Fact]
    public void Single_columns()
    {
        Assert.Equal("labels", GuidCache.Schema.Name);
        Assert.Equal(
            [new("key", ColumnType.Guid, IsKey: true, IsNullable: false), new("value", ColumnType.String, IsKey: false, IsNullable: false)],
            GuidCache.Schema.Columns);
    }

    [Fact]
    public void Class_named_cache_keeps_its_name() => Assert.Equal("cache", Cache.Schema.Name);

    [Fact]
    public void Members_of_the_base_come_first_and_attributes_are_heeded()
    {
        Assert.Equal("http_article", HTTPArticleCache.Schema.Name);
        Assert.Equal(
            ["key", "author", "revision", "title", "words", "tag_list"],
            HTTPArticleCache.Schema.Columns.Select(static column => column.Name));
    }

    [Fact]
    public void Attributes_of_positional_parameters_are_heeded() => Assert.Equal(
        ["key", "kept_column"], IgnoredCache.Schema.Columns.Select(static column => column.Name));

    [Theory]
    [InlineData("TenantId", "tenant_id")]
    [InlineData("HTTPServer", "http_server")]
    [InlineData("X", "x")]
    [InlineData("Level2", "level2")]
    [InlineData("class", "class")]
    [InlineData("Snake_Case", "snake_case")]
    [InlineData("MyID", "my_id")]
    public void Snake_case(string name, string expected) => Assert.Equal(expected, Naming.SnakeCase(name));
}
