namespace WriteBack.Fast.Tests.Log;

/// <summary>A wait ends once, and a waiter is used again only when nobody has it any more.</summary>
public class LogWaiterTests
{
    private readonly WaiterPool<LogWaiter> _pool = new(static pool => new LogWaiter(pool));

    [Fact]
    public async Task A_wait_that_has_ended_leaves_its_waiter_for_the_next()
    {
        var waiter = _pool.Rent();
        var waiting = waiter.WaitAsync(CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        waiter.EndLogged(null);
        await waiting;
        Assert.Same(waiter, _pool.Rent());

        // The next wait is one of its own.
        var next = waiter.WaitAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
        waiter.EndLogged(new InvalidOperationException("the second"));
        Assert.Equal("the second", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await next)).Message);
    }

    [Fact]
    public async Task A_wait_that_was_cancelled_is_not_ended_again_and_its_waiter_is_not_used_again()
    {
        using var source = new CancellationTokenSource();
        var waiter = _pool.Rent();
        var waiting = waiter.WaitAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.NotSame(waiter, _pool.Rent());

        // The log comes to it later. Each end of a wait is a work item, which would have run by then.
        waiter.EndLogged(null);
        for (int other = 0; other < 100; other++)
            await Task.Run(static () => { });
        var next = waiter.WaitAsync(CancellationToken.None);
        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task A_cancellation_that_comes_after_the_end_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        var waiter = _pool.Rent();
        var waiting = waiter.WaitAsync(source.Token);
        waiter.EndLogged(null);
        await source.CancelAsync();
        await waiting;
        Assert.Same(waiter, _pool.Rent());
    }
}
