using Microsoft.Extensions.DependencyInjection;
using WriteBack.Fast;

// What a host would open, on servers that nothing here connects to.
var services = new ServiceCollection();
services.AddPlayerCache(static players => players.UsePostgreSql("Host=127.0.0.1").WithOptions(static options => options.Capacity = 100_000));
services.AddPlayerCache(static players => players.UseRedis(new RedisStoreOptions { HashTag = RedisHashTag.FirstMember }));
Console.WriteLine($"{services.Count} services");

// Two threads write a million times to a hundred thousand players; then the table has to equal the cache.
string folder = Directory.CreateTempSubdirectory("writeback-").FullName;
try
{
    string connection = $"Data Source={Path.Combine(folder, "game.db")}";
    await using (var store = SqliteStore.Create(connection, PlayerCache.Schema))
    await using (var cache = await PlayerCache.OpenAsync(store, new WriteBackOptions { Capacity = 100_000 }))
    {
        await Task.WhenAll(Enumerable.Range(0, 2).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (int write = 0; write < 500_000; write++)
            {
                int id = random.Next(100_000);
                cache.Set(new PlayerKey(id % 10, id), new PlayerState(write, thread, write / 2.0, -write, $"player {id}"));
            }
        })));
        await cache.FlushAsync();

        int same = 0;
        foreach (var (key, state) in cache.Snapshot())
            same += (await store.LoadAsync(key, default)) is { Found: true } row && row.Value == state ? 1 : 0;
        var statistics = cache.Statistics;
        Console.WriteLine($"{same:N0} of {cache.Count:N0} rows equal; {statistics}");
        if (same != cache.Count || same < 99_000 || statistics.Pending != 0 || statistics.Writes != 1_000_000
            || statistics.Writes != statistics.Coalesced + statistics.Stored + statistics.DeadLettered + statistics.Pending)
            return 1;
    }

    await using var reopened = SqliteStore.Create(connection, PlayerCache.Schema);
    await using var faulty = await PlayerCache.OpenAsync(new FaultInjectingStore<PlayerKey, PlayerState>(reopened));
    return await faulty.UpdateAsync(new PlayerKey(7, 7), 1L, static (ref PlayerState state, long score) => state.Score += score) ? 0 : 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

public readonly record struct PlayerKey(long TenantId, int PlayerId);

public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

[WriteBackCache<PlayerKey, PlayerState>]
public sealed partial class PlayerCache;
