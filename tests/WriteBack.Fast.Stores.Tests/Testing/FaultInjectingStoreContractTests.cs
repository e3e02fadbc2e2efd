namespace WriteBack.Fast.Tests;

/// <summary>With no fault asked for, it is the store inside.</summary>
public sealed class FaultInjectingStoreContractTests : StoreContract
{
    private protected override IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema) =>
        new FaultInjectingStore<TKey, TValue>(new InMemoryStore<TKey, TValue>());
}
