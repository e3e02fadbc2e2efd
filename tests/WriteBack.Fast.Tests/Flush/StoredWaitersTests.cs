namespace WriteBack.Fast.Tests.Flush;

public class StoredWaitersTests
{
    private readonly StoredWaiters _waiters = new();

    [Fact]
    public void Those_who_come_back_join_those_of_the_newer_write()
    {
        StoredWaiter[] all = [Add(), Add()];
        _waiters.Depart(0);
        all = [.. all, Add(), Add()];
        _waiters.Return(0);
        _waiters.Depart(0);
        Assert.All(all, static waiter => Assert.False(waiter.Task.IsCompleted));
        _waiters.Complete(0);
        Assert.All(all, static waiter => Assert.True(waiter.Task.IsCompletedSuccessfully));
    }

    [Fact]
    public void The_end_is_told_to_those_at_home_and_to_those_away()
    {
        var away = Add();
        _waiters.Depart(0);
        var home = Add();
        _waiters.FailAll(new ObjectDisposedException("cache"));
        Assert.True(away.Task.IsFaulted);
        Assert.True(home.Task.IsFaulted);
    }

    private StoredWaiter Add()
    {
        var waiter = new StoredWaiter();
        _waiters.Add(0, waiter);
        return waiter;
    }
}
