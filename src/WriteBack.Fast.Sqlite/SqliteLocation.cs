using Microsoft.Data.Sqlite;

namespace WriteBack.Fast;

/// <summary>Where a store's database is, and how its connections are opened.</summary>
/// <param name="ConnectionString">Opens a connection that is closed for good when it is disposed.</param>
/// <param name="IsMemory">Whether it is a shared in-memory database, where readers and writers lock whole tables.</param>
internal sealed record SqliteLocation(string ConnectionString, bool IsMemory)
{
    public static SqliteLocation Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode == SqliteOpenMode.ReadOnly)
            throw new ArgumentException("The store writes, so Mode=ReadOnly cannot be used.", nameof(connectionString));

        bool isUri = builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        bool isMemory = builder.Mode == SqliteOpenMode.Memory
            || builder.DataSource is "" or ":memory:"
            || (isUri && IsMemoryUri(builder.DataSource));
        // Without a URI, SQLite takes ":memory:" as private whatever the cache mode says.
        bool isNamed = builder.Mode == SqliteOpenMode.Memory || isUri;
        bool isShared = builder.Cache == SqliteCacheMode.Shared || (isUri && Contains(builder.DataSource, "cache=shared"));
        if (isMemory && !(isNamed && isShared))
            throw new ArgumentException(
                "The store uses several connections, and each would have a private database of its own. Name a file, or for "
                + "a database in memory use 'Data Source=some_name;Mode=Memory;Cache=Shared'.",
                nameof(connectionString));

        builder.Pooling = false;
        return new SqliteLocation(builder.ConnectionString, isMemory);
    }

    private static bool IsMemoryUri(string uri) =>
        uri.StartsWith("file::memory:", StringComparison.OrdinalIgnoreCase) || Contains(uri, "mode=memory");

    private static bool Contains(string uri, string parameter) => uri.Contains(parameter, StringComparison.OrdinalIgnoreCase);
}
