using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.Priorities;

/// <summary>Which rows reached the table of events, in which order and when: triggers keep it, so it is SQLite's word.</summary>
internal sealed class ArrivalLog : IDisposable
{
    // In milliseconds since 1970, as events have it.
    private const string Now = "CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";

    private readonly SqliteConnection _connection;

    /// <summary>Begins to log. The table of events must be there.</summary>
    public ArrivalLog(SampleDatabase database)
    {
        _connection = database.Connect();
        _connection.Execute("CREATE TABLE arrival(place INTEGER PRIMARY KEY, kind INTEGER, number INTEGER, waited INTEGER)");
        foreach (string change in (string[])["INSERT", "UPDATE"])
        {
            _connection.Execute(
                $"CREATE TRIGGER arrival_by_{change} AFTER {change} ON shop_event BEGIN "
                + $"INSERT INTO arrival(kind, number, waited) VALUES(new.kind, new.number, {Now} - new.written_at); END");
        }
    }

    /// <summary>The place of the newest arrival of all.</summary>
    public long Newest => Ask("SELECT max(place) FROM arrival");

    public long First(EventGroup group) => Ask($"SELECT min(place) FROM arrival WHERE {Is(group)}");

    public long Last(EventGroup group) => Ask($"SELECT max(place) FROM arrival WHERE {Is(group)}");

    /// <summary>How many of a group have arrived, once or more.</summary>
    public long Count(EventGroup group) => Ask($"SELECT count(DISTINCT number) FROM arrival WHERE {Is(group)}");

    /// <summary>How often some of a group arrived after a place.</summary>
    public long CountAfter(long place, EventGroup group) =>
        Ask($"SELECT count(*) FROM arrival WHERE place > {place} AND {Is(group)}");

    /// <summary>The longest time from write to arrival.</summary>
    public TimeSpan LongestWait(EventGroup group) =>
        TimeSpan.FromMilliseconds(Ask($"SELECT max(waited) FROM arrival WHERE {Is(group)}"));

    public void Dispose() => _connection.Dispose();

    private static string Is(EventGroup group) =>
        $"kind = {(int)group.Kind} AND number >= {group.From} AND number < {group.From + group.Count}";

    // The first and last of nothing are before all places.
    private long Ask(string sql) => _connection.Query(sql, static row => row.IsDBNull(0) ? 0 : row.GetInt64(0)).Single();
}
