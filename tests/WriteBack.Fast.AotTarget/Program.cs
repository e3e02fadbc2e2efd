using System.Runtime.CompilerServices;
using MessagePack.Resolvers;
using WriteBack.Fast;
using WriteBack.Fast.AotTarget;

// The same checks with the JIT and compiled ahead of time. Ends with 0 when all of them hold.
string folder = Directory.CreateTempSubdirectory("writeback-aot-").FullName;
try
{
    var options = new WriteBackOptions
    {
        Serializer = MessagePackColumn.DefaultOptions.WithResolver(
            CompositeResolver.Create([new PlaceFormatter()], [MessagePackColumn.DefaultOptions.Resolver])),
        Log = new WriteAheadLogOptions { Directory = Path.Combine(folder, "log") },
        DeadLetterDirectory = Path.Combine(folder, "letters"),
    };
    string connection = $"Data Source={Path.Combine(folder, "every.db")}";

    await using (var store = SqliteStore.Create(connection, EveryCache.Schema))
    await using (var cache = await EveryCache.OpenAsync(store, options))
    {
        for (int i = 0; i < Checks.Entries; i++)
            await cache.SetAsync(Checks.Key(i), Checks.Value(i), WriteDurability.Logged);
        bool updated = cache.Update(Checks.Key(0), 7, static (ref EveryValue value, int more) => value = value with { MaybeInt32 = value.MaybeInt32 + more });
        await cache.FlushAsync();
        Checks.That(updated && cache.Statistics is { Pending: 0, DeadLettered: 0 }, "all is stored");
    }

    await using (var store = SqliteStore.Create(connection, EveryCache.Schema))
    await using (var cache = await EveryCache.OpenAsync(store, options))
    {
        for (int i = 1; i < Checks.Entries; i++)
            Checks.That(await cache.GetAsync(Checks.Key(i)) is { } value && Checks.Same(value, Checks.Value(i)), $"entry {i} is what was written");
        Checks.That(await cache.GetAsync(Checks.Key(0)) is { MaybeInt32: 7 }, "the update is stored");
    }

    var faulty = new FaultInjectingStore<EveryKey, EveryValue>(new InMemoryStore<EveryKey, EveryValue>());
    faulty.Poison(static key => key.Key.Int32 == 1, new InvalidOperationException("refused"));
    await using (var cache = await EveryCache.OpenAsync(faulty, options))
    {
        cache.Set(Checks.Key(1), Checks.Value(1));
        await cache.FlushAsync();
        Checks.That(cache.DeadLetters.Count == 1, "what is refused is a dead letter");
    }

    Console.WriteLine($"All hold, {(RuntimeFeature.IsDynamicCodeSupported ? "with the JIT" : "compiled ahead of time")}.");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
