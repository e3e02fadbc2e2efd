namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>Keys that C# may take for equal though they are written otherwise. Cache and store must agree on each.</summary>
public sealed class KeyFormTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 2, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly MomentKey[] Forms = MomentKey.EveryForm(Noon);

    private readonly CacheFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Keys_are_one_row_exactly_when_the_cache_takes_them_for_equal()
    {
        Scores[] expected;
        await using (var first = await _folder.OpenAsync(MomentCache.Schema, MomentCache.OpenAsync))
        {
            for (int form = 0; form < Forms.Length; form++)
                first.Set(Forms[form], new Scores(form, form));
            await first.FlushAsync();

            // Three kinds with three offsets; scale and sign do not count.
            Assert.Equal(9, first.Count);
            Assert.Equal(9L, _folder.Query("SELECT count(*) FROM moment"));
            expected = [.. Forms.Select(form => first.TryGet(form, out var scores) ? scores : default)];
        }

        await using var second = await _folder.OpenAsync(MomentCache.Schema, MomentCache.OpenAsync);
        for (int form = 0; form < Forms.Length; form++)
            Assert.Equal(expected[form], await second.GetAsync(Forms[form]));
        Assert.Equal(9, second.Statistics.Loads);
    }

    [Fact]
    public async Task Removing_any_form_of_a_key_deletes_its_row_alone()
    {
        await using var cache = await _folder.OpenAsync(MomentCache.Schema, MomentCache.OpenAsync);
        foreach (var form in Forms)
            cache.Set(form, default);
        await cache.FlushAsync();

        cache.Remove(new MomentKey(Noon.UtcDateTime, Noon.ToOffset(TimeSpan.FromHours(2)), 1.000m, -0.0));
        await cache.FlushAsync();

        Assert.Equal(8L, _folder.Query("SELECT count(*) FROM moment"));
        Assert.Equal(0L, _folder.Query(
            "SELECT count(*) FROM moment WHERE at = '2024-02-29 12:00:00Z' AND at_offset = '2024-02-29 14:00:00+02:00'"));
    }

    [Theory]
    [InlineData(DateTimeKind.Unspecified, "2024-02-29 12:00:00")]
    [InlineData(DateTimeKind.Utc, "2024-02-29 12:00:00Z")]
    public async Task A_key_has_the_form_that_a_value_has(DateTimeKind kind, string at)
    {
        await using var cache = await _folder.OpenAsync(MomentCache.Schema, MomentCache.OpenAsync);

        cache.Set(DateTime.SpecifyKind(Noon.UtcDateTime, kind), Noon.ToOffset(TimeSpan.FromHours(-3)), 1.500m, -0.0, default);
        await cache.FlushAsync();

        Assert.Equal(
            [(at, "2024-02-29 09:00:00-03:00", "1.5", 0.0)],
            _folder.Rows("SELECT at, at_offset, amount, ratio FROM moment", static row =>
                (row.GetString(0), row.GetString(1), row.GetString(2), row.GetDouble(3))));
    }
}
