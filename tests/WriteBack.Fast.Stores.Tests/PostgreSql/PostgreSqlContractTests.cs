using Npgsql;

namespace WriteBack.Fast.Tests;

public sealed class PostgreSqlContractTests(PostgreSqlFixture server) : StoreContract, IClassFixture<PostgreSqlFixture>, IAsyncLifetime
{
    private NpgsqlDataSource? _database;

    public ValueTask InitializeAsync()
    {
        _database = server.CreateDataSource();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        PostgreSqlStore.Create(_database!, schema);

    private protected override Everything Nearest(Everything value) => value with
    {
        Text = NoZeros(value.Text)!,
        MaybeText = NoZeros(value.MaybeText),
        At = Moment(value.At),
        MaybeAt = value.MaybeAt is { } at ? Moment(at) : null,
        AtOffset = Moment(value.AtOffset.UtcDateTime),
        MaybeAtOffset = value.MaybeAtOffset is { } moment ? Moment(moment.UtcDateTime) : null,
        Span = new TimeSpan(Whole(value.Span.Ticks)),
        MaybeSpan = value.MaybeSpan is { } span ? new TimeSpan(Whole(span.Ticks)) : null,
        Time = new TimeOnly(Whole(value.Time.Ticks)),
        MaybeTime = value.MaybeTime is { } time ? new TimeOnly(Whole(time.Ticks)) : null,
    };

    private static string? NoZeros(string? text) => text?.Replace('\0', '0');

    private static DateTime Moment(DateTime value) =>
        new(Whole((value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value).Ticks), DateTimeKind.Utc);

    private static long Whole(long ticks) => ticks - (ticks % TimeSpan.TicksPerMicrosecond);
}
