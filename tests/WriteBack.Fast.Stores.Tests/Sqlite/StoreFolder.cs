namespace WriteBack.Fast.Tests;

/// <summary>A folder for tests of the store alone.</summary>
internal sealed class StoreFolder : SqliteFolder
{
    public SqliteStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema, string? connectionString = null)
        where TKey : struct
        where TValue : notnull =>
        OpenStore(schema, connectionString);
}
