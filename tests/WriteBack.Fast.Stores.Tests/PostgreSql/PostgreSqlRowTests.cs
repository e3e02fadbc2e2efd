namespace WriteBack.Fast.Tests;

/// <summary>What becomes of values that PostgreSQL cannot hold as they are.</summary>
public sealed class PostgreSqlRowTests(PostgreSqlFixture server) : PostgreSqlTests(server)
{
    private static readonly DateTime Afternoon = new DateTime(2024, 2, 29, 13, 14, 15, DateTimeKind.Utc).AddMicroseconds(6);

    [Fact]
    public async Task Rows_are_plain_sql()
    {
        await WriteAsync(new Everything
        {
            UnsignedLarge = ulong.MaxValue,
            Money = 12.50m,
            Letter = 'x',
            Text = "text",
            At = Afternoon,
            Date = new DateOnly(2024, 2, 29),
            Span = TimeSpan.FromMinutes(90),
            Data = [1, 2],
            Double = double.NaN,
            Day = DayOfWeek.Friday,
        });

        Assert.Equal(
            true,
            Database.Query(
                "SELECT unsigned_large = 18446744073709551615 AND money::text = '12.50' AND letter = 'x' AND text = 'text' "
                + "AND at = '2024-02-29 13:14:15.000006Z' AND date = '2024-02-29' AND span = '90 minutes' AND data = '\\x0102' "
                + "AND double = 'NaN' AND day = 5 AND maybe_text IS NULL FROM everything"));
    }

    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Unspecified)]
    [InlineData(DateTimeKind.Local)]
    public async Task A_moment_is_read_back_in_utc_and_whole_microseconds(DateTimeKind kind)
    {
        var written = kind == DateTimeKind.Local ? Afternoon.ToLocalTime() : DateTime.SpecifyKind(Afternoon, kind);

        var loaded = await WriteAsync(new Everything
        {
            At = written.AddTicks(9),
            AtOffset = new DateTimeOffset(Afternoon).AddTicks(9).ToOffset(TimeSpan.FromHours(5)),
        });

        Assert.Equal((Afternoon, DateTimeKind.Utc), (loaded.At, loaded.At.Kind));
        Assert.Equal(Afternoon, loaded.AtOffset);
        Assert.Equal(TimeSpan.Zero, loaded.AtOffset.Offset);
    }

    [Fact]
    public async Task An_entry_with_a_text_that_cannot_be_held_is_rejected_alone()
    {
        var store = PostgreSqlStore.Create(Database, EverythingCache.Schema);
        var batch = new TestBatch<int, Everything>(EverythingCache.Schema)
            .Upsert(1, new Everything { Text = "a\0b" })
            .Upsert(2, new Everything { Text = "fine" })
            .Upsert(3, new Everything { MaybeText = "half \uD83D" })
            .Upsert(4, new Everything { Text = "fine too" })
            .Build();

        await store.WriteAsync(batch, Ct);

        Assert.Equal([0, 2], batch.Rejections().Keys.Order());
        Assert.Equal("fine", (await store.LoadAsync(2, Ct)).Value.Text);
        Assert.Equal("fine too", (await store.LoadAsync(4, Ct)).Value.Text);
        Assert.Equal(2L, Database.Query("SELECT count(*) FROM everything"));
    }

    [Fact]
    public async Task A_key_that_would_share_its_row_with_another_is_rejected()
    {
        var store = PostgreSqlStore.Create(Database, MomentCache.Schema);
        var fine = new MomentKey(Afternoon, new DateTimeOffset(Afternoon), 1, 1);
        MomentKey[] others =
        [
            fine with { At = Afternoon.AddTicks(1) },
            fine with { At = DateTime.SpecifyKind(Afternoon, DateTimeKind.Unspecified) },
            fine with { At = Afternoon.ToLocalTime() },
            fine with { AtOffset = fine.AtOffset.AddTicks(1) },
            fine with { AtOffset = fine.AtOffset.ToOffset(TimeSpan.FromHours(1)) },
        ];

        await store.WriteAsync(new TestBatch<MomentKey, Scores>(MomentCache.Schema).Upsert(fine, default).Build(), Ct);
        foreach (var other in others)
        {
            var batch = new TestBatch<MomentKey, Scores>(MomentCache.Schema).Upsert(other, default).Build();
            await store.WriteAsync(batch, Ct);
            Assert.IsType<ArgumentException>(Assert.Single(batch.Rejections()).Value);
        }

        Assert.Equal(1L, Database.Query("SELECT count(*) FROM moment"));
    }

    [Fact]
    public async Task What_another_writer_left_is_read()
    {
        var store = PostgreSqlStore.Create(Database, EverythingCache.Schema);
        await WriteAsync(new Everything());
        Database.Execute("UPDATE everything SET whole = NULL, at = '2024-02-29 14:14:15.000006+01', money = 1e3, letter = 'long' WHERE key = 1");

        await Assert.ThrowsAsync<FormatException>(async () => await store.LoadAsync(1, Ct));
        Database.Execute("UPDATE everything SET letter = 'y'");
        var loaded = (await store.LoadAsync(1, Ct)).Value;

        Assert.Equal((0, Afternoon, 1000m, 'y'), (loaded.Whole, loaded.At, loaded.Money, loaded.Letter));
    }

    private async Task<Everything> WriteAsync(Everything value)
    {
        var store = PostgreSqlStore.Create(Database, EverythingCache.Schema);
        var batch = new TestBatch<int, Everything>(EverythingCache.Schema).Upsert(1, value).Build();
        await store.WriteAsync(batch, Ct);
        Assert.Empty(batch.Rejections());
        return (await store.LoadAsync(1, Ct)).Value;
    }
}
