namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>What tests of a cache on a server that fails have in common. Whatever fails, every write has gone one way in the end.</summary>
public abstract class ServerFailureTests : IAsyncLifetime
{
    private protected const int Entries = 1_000;

    private readonly List<IAsyncDisposable> _opened = [];
    private readonly List<Func<WriteBackStatistics>> _ledgers = [];

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        // A cache before its connections, and those before their server.
        foreach (var opened in Enumerable.Reverse(_opened))
            await opened.DisposeAsync();
        Assert.All(_ledgers, static statistics => Ledger.AssertBalanced(statistics()));
        GC.SuppressFinalize(this);
    }

    private protected static void SetAll(PlayerCache cache, int entries = Entries, int seed = 0)
    {
        for (int player = 0; player < entries; player++)
            cache.Set(1, player, Players.State(player + seed));
    }

    private protected static async Task AssertAllStoredAsync(PlayerCache cache, Task flush, int entries = Entries)
    {
        await flush;
        Assert.Equal((entries, 0), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
    }

    /// <summary>Disposes of it at the end of the test, in reverse order.</summary>
    private protected T Own<T>(T opened)
        where T : IAsyncDisposable
    {
        _opened.Add(opened);
        return opened;
    }

    /// <summary>A cache that flushes on demand, refuses at the first refusal, and soon tries again what may pass.</summary>
    private protected async Task<(PlayerCache Cache, FaultInjectingStore<PlayerKey, PlayerState> Store)> OpenAsync(
        IWriteBackStore<PlayerKey, PlayerState> server, int batchSize = Entries)
    {
        var options = Manual.Flushes;
        options.MaxBatchSize = batchSize;
        options.Retry = new RetryOptions
        {
            MaxAttempts = 1,
            BaseDelay = TimeSpan.FromMilliseconds(1),
            MaxDelay = TimeSpan.FromMilliseconds(50),
        };
        var store = new FaultInjectingStore<PlayerKey, PlayerState>(server);
        var cache = Own(await PlayerCache.OpenAsync(store, options, Ct));
        _ledgers.Add(() => cache.Statistics);
        return (cache, store);
    }
}
