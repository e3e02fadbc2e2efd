using MessagePack;
using Microsoft.Extensions.Time.Testing;

namespace WriteBack.Fast.Tests;

public sealed class FaultInjectingStoreTests
{
    private static readonly PlayerKey Key = new(1, 1);

    private readonly FakeTimeProvider _time = new();
    private readonly InMemoryStore<PlayerKey, PlayerState> _inner = new();
    private readonly FaultInjectingStore<PlayerKey, PlayerState> _store;

    public FaultInjectingStoreTests() => _store = new FaultInjectingStore<PlayerKey, PlayerState>(_inner, _time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_writes_fail_in_the_order_asked_for()
    {
        var first = new TimeoutException();
        var second = new IOException();
        _store.FailNext(2, first);
        _store.FailNext(1, second);

        Assert.Same(first, await Assert.ThrowsAsync<TimeoutException>(() => WriteAsync(1)));
        Assert.Same(first, await Assert.ThrowsAsync<TimeoutException>(() => WriteAsync(1)));
        Assert.Same(second, await Assert.ThrowsAsync<IOException>(() => WriteAsync(1)));
        Assert.Equal(0, _inner.Count);

        await WriteAsync(1);
        Assert.Equal(1, _inner.Count);
    }

    [Fact]
    public async Task The_next_loads_fail_and_writes_do_not()
    {
        _store.FailLoads(1, new TimeoutException());

        await WriteAsync(1);
        await Assert.ThrowsAsync<TimeoutException>(() => LoadAsync());
        Assert.True((await LoadAsync()).Found);
    }

    [Fact]
    public async Task Poison_fails_the_batches_that_hold_it_until_cured()
    {
        var poison = new InvalidOperationException();
        _store.Poison(static entry => entry.Key.PlayerId == 2, poison);

        var batch = Players.Many(tenantId: 1, count: 4);
        Assert.Same(poison, await Assert.ThrowsAsync<InvalidOperationException>(async () => await _store.WriteAsync(batch, Ct)));
        Assert.Equal(0, _inner.Count);
        await WriteAsync(1);
        Assert.Equal(1, _inner.Count);

        _store.FailNext(1, poison);
        _store.FailLoads(1, poison);
        _store.Cure();

        await _store.WriteAsync(batch, Ct);
        Assert.Equal(4, _inner.Count);
        Assert.True((await LoadAsync()).Found);
    }

    [Fact]
    public async Task Paused_writes_wait_until_resumed_and_loads_go_on()
    {
        _store.Pause();
        var write = WriteAsync(1);

        Assert.False((await LoadAsync()).Found);
        Assert.False(write.IsCompleted);
        Assert.Equal(BatchOutcome.Pending, Assert.Single(_store.Batches).Outcome);

        _store.Resume();
        await write;
        Assert.True((await LoadAsync()).Found);
    }

    [Fact]
    public async Task Paused_loads_wait_until_resumed_and_writes_go_on()
    {
        _store.PauseLoads();
        var load = LoadAsync();

        await WriteAsync(1);
        Assert.False(load.IsCompleted);

        _store.ResumeLoads();
        Assert.True((await load).Found);
    }

    [Fact]
    public async Task Paused_calls_can_be_cancelled()
    {
        _store.Pause();
        _store.PauseLoads();
        using var cancellation = new CancellationTokenSource();
        var write = _store.WriteAsync(Players.Upsert(Key, Players.State(1)), cancellation.Token).AsTask();
        var load = _store.LoadAsync(Key, cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        _store.Resume();
        Assert.Equal(0, _inner.Count);
    }

    [Fact]
    public async Task A_delay_is_taken_on_the_given_clock()
    {
        _store.Delay(TimeSpan.FromSeconds(1));
        var write = WriteAsync(1);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(write.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await write;

        _store.Delay(TimeSpan.Zero);
        Assert.True(WriteAsync(2).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Every_batch_is_recorded_as_it_was_with_its_outcome()
    {
        var failure = new TimeoutException();
        _store.FailNext(1, failure);
        var batch = Players.Batch().Upsert(Key, Players.State(1)).Delete(new PlayerKey(1, 2)).Build(id: 7);
        await Assert.ThrowsAsync<TimeoutException>(async () => await _store.WriteAsync(batch, Ct));
        batch.Bind(id: 8, offset: 1, count: 1);
        await _store.WriteAsync(batch, Ct);
        batch.Release();

        var batches = _store.Batches;

        Assert.Equal([7, 8], batches.Select(static recorded => recorded.Id));
        Assert.Equal([BatchOutcome.Failed, BatchOutcome.Stored], batches.Select(static recorded => recorded.Outcome));
        Assert.Equal([failure, null], batches.Select(static recorded => recorded.Error));
        Assert.Equal([Key, new PlayerKey(1, 2)], batches[0].Entries.Select(static entry => entry.Key));
        Assert.Equal(Players.State(1), batches[0].Entries[0].Value);
        Assert.Equal(WriteKind.Delete, Assert.Single(batches[1].Entries).Kind);
    }

    [Fact]
    public async Task Rejections_are_recorded()
    {
        var store = new FaultInjectingStore<PlayerKey, PlayerState>(new RejectingStore());

        await store.WriteAsync(Players.Many(tenantId: 1, count: 3), Ct);

        Assert.Equal([1], Assert.Single(store.Batches).Rejected);
    }

    [Fact]
    public async Task A_test_can_wait_for_a_call_to_arrive()
    {
        _store.Pause();
        _store.PauseLoads();
        var second = _store.WaitForWriteAsync(2, Ct);
        var load = _store.WaitForLoadAsync(1, Ct);

        var write1 = WriteAsync(1);
        Assert.False(second.IsCompleted);
        Assert.True(_store.WaitForWriteAsync(1, Ct).IsCompletedSuccessfully);
        var write2 = WriteAsync(2);
        await second;

        Assert.False(load.IsCompleted);
        var loading = LoadAsync();
        await load;

        _store.Resume();
        _store.ResumeLoads();
        await Task.WhenAll(write1, write2, loading);
    }

    [Fact]
    public async Task Waiting_for_a_call_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var waiting = _store.WaitForWriteAsync(1, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await WriteAsync(1);
    }

    [Fact]
    public async Task Preparation_reaches_the_store_inside()
    {
        var context = new StoreContext(MessagePackSerializerOptions.Standard);
        await _store.PrepareAsync(context, Ct);
        var inside = new RejectingStore();

        await new FaultInjectingStore<PlayerKey, PlayerState>(inside).PrepareAsync(context, Ct);

        Assert.Same(context, inside.Prepared);
    }

    private Task WriteAsync(int player) =>
        _store.WriteAsync(Players.Upsert(new PlayerKey(1, player), Players.State(player)), Ct).AsTask();

    private Task<LoadResult<PlayerState>> LoadAsync() => _store.LoadAsync(Key, Ct).AsTask();

    private sealed class RejectingStore : IWriteBackStore<PlayerKey, PlayerState>, IPreparableStore
    {
        public StoreContext? Prepared { get; private set; }

        public ValueTask PrepareAsync(StoreContext context, CancellationToken ct)
        {
            Prepared = context;
            return ValueTask.CompletedTask;
        }

        public ValueTask<LoadResult<PlayerState>> LoadAsync(PlayerKey key, CancellationToken ct) =>
            new(LoadResult<PlayerState>.NotFound);

        public ValueTask WriteAsync(WriteBatch<PlayerKey, PlayerState> batch, CancellationToken ct)
        {
            batch.Reject(1, new InvalidOperationException());
            return ValueTask.CompletedTask;
        }
    }
}
