using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>EF Core's <c>SaveChanges</c> for each write of a row that is there, by a context of its own, as in a request.</summary>
internal sealed class EntityFrameworkSide : ISide
{
    private readonly SqliteConnection _connection;
    private readonly DbContextOptions<EntryContext> _options;

    public EntityFrameworkSide(string path)
    {
        _connection = SqliteFile.Open(path);
        _options = new DbContextOptionsBuilder<EntryContext>().UseSqlite(_connection).Options;
    }

    public void Write(in EntryKey key, in EntryValue value)
    {
        using var context = new EntryContext(_options);
        context.Update(new EntryRow
        {
            Tenant = key.Tenant,
            Id = key.Id,
            Score = value.Score,
            Level = value.Level,
            X = value.X,
            Y = value.Y,
        });
        context.SaveChanges();
    }

    public ValueTask StoreAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
