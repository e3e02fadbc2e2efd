namespace WriteBack.Fast.Tests;

public sealed class SqliteMemoryContractTests : StoreContract, IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        _folder.Open(schema, $"Data Source={Guid.NewGuid():N};Mode=Memory;Cache=Shared");
}
