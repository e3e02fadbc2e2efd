namespace WriteBack.Fast.Tests;

public sealed class SqliteFileContractTests : StoreContract, IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        _folder.Open(schema);
}
