using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests;

public sealed class InMemoryStoreTests
{
    private static readonly PlayerKey Key = new(1, 1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_rows_can_be_looked_at_and_do_not_change_afterwards()
    {
        var store = new InMemoryStore<PlayerKey, PlayerState>();
        store.Seed(Key, Players.State(1));
        var before = store.Rows;

        await store.WriteAsync(Players.Upsert(new PlayerKey(1, 2), Players.State(2)), Ct);

        Assert.Equal([KeyValuePair.Create(Key, Players.State(1))], before);
        Assert.Equal(2, store.Count);
        Assert.True(store.TryGet(new PlayerKey(1, 2), out var state));
        Assert.Equal(Players.State(2), state);
        Assert.False(store.TryGet(new PlayerKey(1, 3), out _));
        Assert.Equal(Players.State(1), (await store.LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task Every_call_takes_the_latency()
    {
        var time = new FakeTimeProvider();
        var store = new InMemoryStore<PlayerKey, PlayerState>(TimeSpan.FromSeconds(1), time);

        var write = store.WriteAsync(Players.Upsert(Key, Players.State(1)), Ct).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(write.IsCompleted);
        Assert.Equal(0, store.Count);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await write;
        Assert.Equal(1, store.Count);

        var load = store.LoadAsync(Key, Ct).AsTask();
        Assert.False(load.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await load).Found);
    }

    [Fact]
    public async Task The_latency_can_be_cancelled_and_nothing_is_written()
    {
        var store = new InMemoryStore<PlayerKey, PlayerState>(TimeSpan.FromSeconds(1), new FakeTimeProvider());
        using var cancellation = new CancellationTokenSource();
        var write = store.WriteAsync(Players.Upsert(Key, Players.State(1)), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Equal(0, store.Count);
    }
}
