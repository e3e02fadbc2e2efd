namespace WriteBack.Fast.Tests;

public sealed class InMemoryStoreContractTests : StoreContract
{
    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        new InMemoryStore<TKey, TValue>();
}
