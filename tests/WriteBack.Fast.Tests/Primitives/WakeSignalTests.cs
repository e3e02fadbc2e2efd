namespace WriteBack.Fast.Tests.Primitives;

public class WakeSignalTests
{
    [Fact]
    public async Task Reasons_that_came_before_the_wait_are_one_signal()
    {
        var signal = new WakeSignal();
        signal.Raise(WakeReasons.Work);
        signal.Raise(WakeReasons.Everything);
        signal.Raise(WakeReasons.Work);
        Assert.Equal(WakeReasons.Work | WakeReasons.Everything, await signal.WaitAsync());
        Assert.Equal(WakeReasons.None, signal.Poll());
    }

    [Fact]
    public async Task A_waiter_is_woken_and_can_wait_again()
    {
        var signal = new WakeSignal();
        for (int round = 0; round < 100; round++)
        {
            var wait = signal.WaitAsync().AsTask();
            Assert.False(wait.IsCompleted);
            signal.Raise(WakeReasons.Everything);
            Assert.Equal(WakeReasons.Everything, await wait);
        }
    }

    [Fact]
    public async Task A_waiter_in_a_context_is_resumed_in_it()
    {
        var threads = new FlushThreads(TimeSpan.FromMilliseconds(20), static loop => BackgroundThread.Start(FlushThreads.Name, loop));
        var context = new FlushContext(threads, static _ => { });
        var signal = new WakeSignal();
        int inContext = 0;
        var loop = context.Run(async () =>
        {
            while ((await signal.WaitAsync() & WakeReasons.Stop) == 0)
                inContext += SynchronizationContext.Current == context ? 1 : 0;
        });
        for (int round = 1; round <= 100; round++)
        {
            signal.Raise(WakeReasons.Everything);
            await Eventually.Holds(() => Volatile.Read(ref inContext) == round);
        }

        signal.Raise(WakeReasons.Stop);
        await loop;
    }

    [Fact]
    public async Task No_signal_is_lost_between_many_threads_and_the_waiter()
    {
        const int threads = 3;
        const int each = 50_000;
        var signal = new WakeSignal();
        int raised = 0;
        int seen = 0;
        var raising = Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            for (int number = 0; number < each; number++)
            {
                Interlocked.Increment(ref raised);
                signal.Raise(WakeReasons.Everything);
            }
        })));
        while (seen < threads * each)
        {
            Assert.Equal(WakeReasons.Everything, await signal.WaitAsync());
            seen = Volatile.Read(ref raised);
        }

        await raising;
    }
}
