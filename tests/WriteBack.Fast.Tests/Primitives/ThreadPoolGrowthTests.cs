namespace WriteBack.Fast.Tests.Primitives;

/// <summary>The minimum is the process's, so nothing else may run beside this.</summary>
[CollectionDefinition(nameof(ThreadPoolGrowthTests), DisableParallelization = true)]
[Collection(nameof(ThreadPoolGrowthTests))]
public sealed class ThreadPoolGrowthTests : IDisposable
{
    private readonly int _before = Minimum;
    private readonly List<TaskCompletionSource> _ends = [];

    private static int Minimum
    {
        get
        {
            ThreadPool.GetMinThreads(out int workers, out _);
            return workers;
        }
    }

    public void Dispose()
    {
        _ends.ForEach(static end => end.TrySetResult());
        Set(_before);
    }

    [Fact]
    public async Task The_minimum_is_above_the_waiting_threads_and_is_restored()
    {
        Set(2);
        List<Task> waits = [];
        for (int waiting = 1; waiting <= 6; waiting++)
        {
            waits.Add(Block());
            await Eventually.Holds(() => Minimum == waiting + ThreadPoolGrowth.Spare);
        }

        for (int waiting = 5; waiting >= 1; waiting--)
        {
            await EndAsync(waits, waiting);
            Assert.Equal(waiting + ThreadPoolGrowth.Spare, Minimum);
        }

        await EndAsync(waits, 0);
        Assert.Equal(2, Minimum);
    }

    [Fact]
    public async Task A_minimum_that_is_enough_stays()
    {
        Set(20);
        var wait = Block();
        await Eventually.Holds(() => wait.IsCompleted || _ends.Count == 1);
        Assert.Equal(20, Minimum);
        await EndAsync([wait], 0);
        Assert.Equal(20, Minimum);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(1)]
    public async Task A_minimum_that_is_set_meanwhile_is_what_is_restored(int users)
    {
        Set(2);
        List<Task> waits = [Block()];
        await Eventually.Holds(static () => Minimum == 3);
        Set(users);
        waits.Add(Block());
        await Eventually.Holds(() => users == 30 || Minimum == 4);
        await EndAsync(waits, 1);
        Assert.Equal(Math.Max(users, 3), Minimum);
        await EndAsync(waits, 0);
        Assert.Equal(users, Minimum);
    }

    [Fact]
    public async Task A_thread_that_is_none_of_the_pool_does_not_count()
    {
        Set(2);
        var end = new TaskCompletionSource();
        bool hasEnded = false;
        var thread = new Thread(() =>
        {
            ThreadPoolGrowth.Shared.Wait(end.Task);
            Volatile.Write(ref hasEnded, true);
        });
        thread.Start();
        await Eventually.Holds(() => (thread.ThreadState & ThreadState.WaitSleepJoin) != 0);
        Assert.Equal(2, Minimum);
        end.SetResult();
        await Eventually.Holds(() => Volatile.Read(ref hasEnded));
    }

    [Fact]
    public async Task The_tasks_exception_is_the_callers_and_the_thread_does_not_count_any_more()
    {
        Set(2);
        var wait = Block();
        await Eventually.Holds(static () => Minimum == 3);
        _ends[0].SetException(new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => wait);
        Assert.Equal(2, Minimum);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Writes_that_wait_count_if_the_option_says_so(bool isToGrow)
    {
        Set(2);
        await using var fixture = await Open.QuadsAsync(options =>
        {
            options.Capacity = 4;
            options.GrowThreadPool = isToGrow;
        });
        fixture.Store.Pause();
        List<Task> writes = [];
        for (int key = 0; key < 8; key++)
        {
            int number = key;
            writes.Add(Task.Run(() => fixture.Cache.Set(number, Quad.Of(number))));
        }

        await Eventually.Holds(() => fixture.Cache.Statistics.Stalls == 6);
        if (isToGrow)
            await Eventually.Holds(static () => Minimum == 6 + ThreadPoolGrowth.Spare);
        Assert.Equal(isToGrow ? 6 + ThreadPoolGrowth.Spare : 2, Minimum);
        fixture.Store.Resume();
        await Task.WhenAll(writes);
        Assert.Equal(2, Minimum);
    }

    private static void Set(int workers)
    {
        ThreadPool.GetMinThreads(out _, out int completionPorts);
        Assert.True(ThreadPool.SetMinThreads(workers, completionPorts));
    }

    private Task Block()
    {
        var end = new TaskCompletionSource();
        _ends.Add(end);
        return Task.Run(() => ThreadPoolGrowth.Shared.Wait(end.Task));
    }

    /// <summary>Ends waits, the last first, until so many are left.</summary>
    private async Task EndAsync(List<Task> waits, int left)
    {
        while (waits.Count > left)
        {
            _ends[^1].SetResult();
            await waits[^1];
            _ends.RemoveAt(_ends.Count - 1);
            waits.RemoveAt(waits.Count - 1);
        }
    }
}
