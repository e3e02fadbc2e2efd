using Npgsql;
using WriteBack.Fast.Benchmarks.EndToEnd;
using WriteBack.Fast.Benchmarks.Workload;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Benchmarks.Starvation;

/// <summary>A store without rows, with all that it needs.</summary>
/// <param name="store">The store.</param>
/// <param name="close">Gives back what it needs.</param>
internal sealed class OpenedStore(IWriteBackStore<EntryKey, EntryValue> store, Func<ValueTask> close) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public IWriteBackStore<EntryKey, EntryValue> Store => store;

    public static Task<OpenedStore> AwaitingAsync() => PausingAsync(blocks: false);

    public static Task<OpenedStore> BlockingAsync() => PausingAsync(blocks: true);

    public static Task<OpenedStore> SqliteAsync()
    {
        var folder = new ScratchFolder();
        var store = SqliteStore.Create(SqliteFile.ConnectionString(folder.File("entries.db")), EntryCache.Schema);
        return Task.FromResult(new OpenedStore(store, async () =>
        {
            await store.DisposeAsync();
            folder.Dispose();
        }));
    }

    public static async Task<OpenedStore> PostgreSqlAsync()
    {
        var server = await PostgreSqlServer.StartAsync();
        var database = NpgsqlDataSource.Create(server.ConnectionString);
        var store = PostgreSqlStore.Create(database, EntryCache.Schema);
        return new OpenedStore(store, async () =>
        {
            await store.DisposeAsync();
            await database.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    public ValueTask DisposeAsync() => close();

    private static Task<OpenedStore> PausingAsync(bool blocks) =>
        Task.FromResult(new OpenedStore(new PausingStore(Pause, blocks), static () => ValueTask.CompletedTask));
}
