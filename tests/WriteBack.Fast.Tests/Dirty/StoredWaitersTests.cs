using CsCheck;

namespace WriteBack.Fast.Tests.Dirty;

public class StoredWaitersTests
{
    private readonly WaiterPool<StoredWaiter> _pool = new(static pool => new StoredWaiter(pool));
    private readonly StoredWaiters _waiters = new();

    [Fact]
    public async Task Those_who_come_back_join_those_of_the_newer_write()
    {
        Task[] all = [Add(), Add()];
        _waiters.Depart(0);
        all = [.. all, Add(), Add()];
        _waiters.Return(0, new FailedAttempt(Attempts: 0));
        _waiters.Depart(0);
        Assert.All(all, static wait => Assert.False(wait.IsCompleted));
        _waiters.End(0, fault: null);
        await Task.WhenAll(all);
    }

    [Fact]
    public async Task The_end_is_told_to_those_at_home_and_to_those_away()
    {
        var away = Add();
        _waiters.Depart(0);
        var home = Add();
        _waiters.Abandon(new ObjectDisposedException("cache"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => away);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => home);
    }

    [Fact]
    public async Task Who_waits_for_a_key_that_is_refused_and_written_again_and_again_waits_for_so_many_refusals()
    {
        var refusal = new InvalidOperationException();
        var early = Add();
        _waiters.Depart(0);
        _waiters.Return(0, new FailedAttempt(Attempts: 1, refusal, MostRefusals: 2));
        var late = Add();
        _waiters.Depart(0);
        Assert.False(early.IsCompleted);
        _waiters.Return(0, new FailedAttempt(Attempts: 1, refusal, MostRefusals: 2));
        Assert.Same(refusal, await Assert.ThrowsAsync<InvalidOperationException>(() => early));
        Assert.False(late.IsCompleted);
        Assert.True(_waiters.IsPending(0));
        _waiters.Depart(0);
        _waiters.End(0, fault: null);
        await late;
        Assert.True(_waiters.IsEmpty);
    }

    [Fact]
    public async Task Who_cancels_leaves_and_no_other()
    {
        using var cancellation = new CancellationTokenSource();
        var first = Add();
        var second = Add(cancellation.Token);
        _waiters.Depart(0);
        var third = Add(cancellation.Token);
        await cancellation.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.False(first.IsCompleted);
        _waiters.End(0, fault: null);
        await first;
    }

    [Fact]
    public async Task A_cancellation_after_the_end_changes_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var waiter = _pool.Rent();
        _waiters.Add(0, waiter, isInFlight: false);
        var wait = waiter.WaitAsync(cancellation.Token);
        _waiters.Depart(0);
        _waiters.End(0, fault: null);
        await cancellation.CancelAsync();
        await wait;

        // The waiter is in its next use now, which the old token must not end.
        var next = Add();
        Assert.False(next.IsCompleted);
        _waiters.Depart(0);
        _waiters.End(0, fault: null);
        await next;
    }

    [Fact]
    public async Task A_waiter_is_used_again_once_its_end_is_known_and_not_before()
    {
        var waiter = _pool.Rent();
        _waiters.Add(0, waiter, isInFlight: false);
        var wait = waiter.WaitForTrueAsync(CancellationToken.None);
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
        Assert.NotSame(waiter, _pool.Rent());
        _waiters.Depart(0);
        _waiters.End(0, fault: null);
        Assert.True(await wait);
        Assert.Same(waiter, _pool.Rent());
        Assert.Throws<InvalidOperationException>(() => wait.GetAwaiter().GetResult());
        Assert.NotSame(waiter, _pool.Rent());
    }

    [Fact]
    public void Any_sequence_ends_exactly_those_whose_write_is_at_its_end() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 100]).Array[1, 60].Sample(static steps =>
        {
            var waiters = new StoredWaiters();
            var pool = new WaiterPool<StoredWaiter>(static pool => new StoredWaiter(pool));
            var home = new Dictionary<int, List<StoredWaiter>>();
            var away = new Dictionary<int, List<StoredWaiter>>();
            foreach (var (step, slot, pick) in steps)
            {
                var atHome = home.TryGetValue(slot, out var list) ? list : home[slot] = [];
                var inFlight = away.TryGetValue(slot, out list) ? list : away[slot] = [];
                switch (step)
                {
                    case 0:
                        var waiter = pool.Rent();
                        bool isInFlight = pick % 4 == 0;
                        waiters.Add(slot, waiter, isInFlight);
                        (isInFlight ? inFlight : atHome).Add(waiter);
                        break;
                    case 1 when inFlight.Count == 0:
                        waiters.Depart(slot);
                        (home[slot], away[slot]) = ([], atHome);
                        break;
                    case 2:
                        waiters.Return(slot, new FailedAttempt(Attempts: 0));
                        atHome.AddRange(inFlight);
                        inFlight.Clear();
                        break;
                    case 3:
                        waiters.End(slot, fault: null);
                        Assert.All(inFlight, static ended => Assert.Equal(-1, ended.Slot));
                        Assert.All(atHome, ended => Assert.Equal(slot, ended.Slot));
                        inFlight.Clear();
                        break;
                    case 4 when atHome.Count + inFlight.Count > 0:
                        var all = pick % 2 == 0 && atHome.Count > 0 || inFlight.Count == 0 ? atHome : inFlight;
                        var gone = all[pick % all.Count];
                        Assert.True(waiters.TryRemove(gone));
                        Assert.False(waiters.TryRemove(gone));
                        all.Remove(gone);
                        break;
                }
            }
        });

    private Task Add(CancellationToken ct = default)
    {
        var waiter = _pool.Rent();
        _waiters.Add(0, waiter, isInFlight: false);
        return waiter.WaitAsync(ct).AsTask();
    }
}
