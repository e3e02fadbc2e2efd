namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>
/// Calls that are waited for on the one thread of a synchronisation context, as in a desktop program. The context runs nothing
/// meanwhile, so a call that comes back to it never ends.
/// </summary>
public sealed class BlockedContextTests : IAsyncDisposable
{
    private static readonly PlayerKey Key = new(1, 2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, Func<PlayerCache, Task>> Made = new()
    {
        [nameof(PlayerCache.CloseAsync)] = static cache => cache.CloseAsync().AsTask(),
        [nameof(PlayerCache.DisposeAsync)] = static cache => cache.DisposeAsync().AsTask(),
        [nameof(PlayerCache.FlushAsync)] = static cache => cache.FlushAsync().AsTask(),
        [nameof(PlayerCache.SetAsync)] = static cache => cache.SetAsync(Key, Players.State(3), WriteDurability.Stored).AsTask(),
        [nameof(PlayerCache.RemoveAsync)] = static cache => cache.RemoveAsync(Key, WriteDurability.Stored).AsTask(),
        [nameof(PlayerCache.GetAsync)] = static cache => cache.GetAsync(Key).AsTask(),
        [nameof(PlayerCache.UpdateAsync)] = static cache => cache
            .UpdateAsync(Key, 1, static (ref PlayerState state, int levels) => state.Level += levels, WriteDurability.Stored).AsTask(),
        [nameof(IDeadLetterQueue<,>.ReplayAsync)] = static cache => cache.DeadLetters.ReplayAsync().AsTask(),
    };

    private readonly CacheFolder _folder = new();

    public static TheoryData<string> Calls => [.. Made.Keys];

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_ends_on_a_store_in_memory(string call)
    {
        var rows = new InMemoryStore<PlayerKey, PlayerState>(TimeSpan.FromMilliseconds(5));
        rows.Seed(Key, Players.State(1));
        await AssertEndsAsync(call, await PlayerCache.OpenAsync(rows, Manual.Flushes));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_ends_on_a_store_that_returns_to_its_context(string call) =>
        await AssertEndsAsync(call, await PlayerCache.OpenAsync(new ReturningStore(), Manual.Flushes));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_ends_on_sqlite(string call) =>
        await AssertEndsAsync(call, await _folder.OpenAsync(PlayerCache.Schema, PlayerCache.OpenAsync));

    private static async Task AssertEndsAsync(string call, PlayerCache cache)
    {
        cache.Set(new PlayerKey(5, 6), Players.State(2));
        var context = new BlockedContext();
        Task? made = null;
        var blocked = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(context);
            made = Made[call](cache);
            made.Wait(Patience);
        });
        blocked.Start();
        blocked.Join();
        Assert.True(made!.IsCompletedSuccessfully, $"{call} did not end.");
        Assert.Equal(0, context.Posted);
        await cache.DisposeAsync();
    }

    /// <summary>Runs nothing that is posted to it.</summary>
    private sealed class BlockedContext : SynchronizationContext
    {
        private int _posted;

        public int Posted => Volatile.Read(ref _posted);

        public override void Post(SendOrPostCallback d, object? state) => Interlocked.Increment(ref _posted);
    }

    /// <summary>A store of a user's own, whose awaits do not say <c>ConfigureAwait(false)</c>.</summary>
    private sealed class ReturningStore : IWriteBackStore<PlayerKey, PlayerState>
    {
        public async ValueTask<LoadResult<PlayerState>> LoadAsync(PlayerKey key, CancellationToken ct)
        {
            await Task.Yield();
            return new LoadResult<PlayerState>(true, Players.State(1));
        }

        public async ValueTask WriteAsync(WriteBatch<PlayerKey, PlayerState> batch, CancellationToken ct) => await Task.Yield();
    }
}
