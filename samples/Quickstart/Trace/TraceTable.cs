using Microsoft.Data.Sqlite;
using Quickstart.Verification;

namespace Quickstart.Trace;

/// <summary>Reads the table of a trace with plain SQL.</summary>
internal static class TraceTable
{
    public static IEnumerable<KeyValuePair<TraceKey, TraceEntry>> Read(SqliteConnection connection) => connection.Query(
        "SELECT key, line FROM trace",
        static row => KeyValuePair.Create(new TraceKey(row.GetString(0)), new TraceEntry(row.GetInt64(1))));
}
