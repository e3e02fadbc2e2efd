using System.Collections.Concurrent;

namespace WriteBack.Fast.Tests.Flush;

/// <summary>The threads of the flusher, with a pool of the test's own.</summary>
public sealed class FlushThreadsTests
{
    private readonly ConcurrentQueue<Exception> _faults = [];
    private readonly FlushThreads _threads;
    private readonly FlushContext _context;

    public FlushThreadsTests()
    {
        _threads = new FlushThreads(TimeSpan.FromMilliseconds(20), static loop => BackgroundThread.Start(FlushThreads.Name, loop));
        _context = new FlushContext(_threads, _faults.Enqueue);
    }

    [Fact]
    public async Task A_callback_runs_on_a_background_thread_of_that_name_in_its_context()
    {
        var (thread, context) = await RunAsync(static () => (Thread.CurrentThread, SynchronizationContext.Current));

        Assert.Equal(("WriteBack.Fast flush", true, false), (thread.Name, thread.IsBackground, thread.IsThreadPoolThread));
        Assert.Same(_context, context);
        Assert.Same(_context, _context.CreateCopy());
    }

    [Fact]
    public async Task Threads_end_when_they_are_idle_and_a_later_post_starts_one_again()
    {
        for (int round = 0; round < 3; round++)
        {
            await RunAsync(static () => 0);
            await Eventually.Holds(() => _threads.Count == 0);
        }
    }

    [Fact]
    public async Task No_callback_is_lost_between_many_posters_and_threads_that_end()
    {
        const int each = 2_000;
        var threads = new FlushThreads(TimeSpan.Zero, static loop => BackgroundThread.Start(FlushThreads.Name, loop));
        var context = new FlushContext(threads, _faults.Enqueue);
        int ran = 0;
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (int number = 0; number < each; number++)
            {
                context.Post(_ => Interlocked.Increment(ref ran), state: null);
                Thread.Yield();
            }
        })));
        await Eventually.Holds(() => Volatile.Read(ref ran) == 3 * each && threads.Count == 0);
    }

    [Fact]
    public async Task Blocked_threads_are_at_most_one_for_each_batch_and_two_more()
    {
        using var blocked = new Blockers(_context);
        blocked.Post(5);
        await Eventually.Holds(() => blocked.Count == 2);
        Assert.Equal(2, _threads.Count);

        // Each worker that gets a batch brings a thread, which takes what is queued.
        for (int batches = 1; batches <= 2; batches++)
        {
            _threads.Enter();
            await Eventually.Holds(() => blocked.Count == 2 + batches);
            Assert.Equal(2 + batches, _threads.Count);
        }

        _threads.Leave();
        _threads.Leave();
        blocked.Release();
        await Eventually.Holds(() => blocked.Finished == 5 && _threads.Count == 0);
        blocked.Restart();
        blocked.Post(5);
        await Eventually.Holds(() => blocked.Count == 2);
        Assert.Equal(2, _threads.Count);
    }

    [Fact]
    public async Task What_a_callback_throws_ends_no_thread()
    {
        _context.Post(static _ => throw new InvalidDataException("thrown"), state: null);

        Assert.Equal(1, await RunAsync(static () => 1));
        Assert.IsType<InvalidDataException>(Assert.Single(_faults));
    }

    [Fact]
    public async Task The_posters_execution_context_does_not_flow_and_what_a_callback_sets_does_not_stay()
    {
        var local = new AsyncLocal<string?> { Value = "poster" };
        var seen = new List<string?>();
        for (int round = 0; round < 10; round++)
        {
            seen.Add(await RunAsync(() =>
            {
                string? found = local.Value;
                local.Value = "callback";
                SynchronizationContext.SetSynchronizationContext(null);
                return found;
            }));
            Assert.Same(_context, await RunAsync(static () => SynchronizationContext.Current));
        }

        Assert.All(seen, Assert.Null);
    }

    [Fact]
    public async Task Without_a_thread_to_be_had_another_starter_serves()
    {
        // As BackgroundThread does it when the system refuses a thread.
        int started = 0;
        var threads = new FlushThreads(TimeSpan.Zero, loop =>
        {
            started++;
            ThreadPool.UnsafeQueueUserWorkItem(static loop => loop(), loop, preferLocal: false);
        });
        var context = new FlushContext(threads, _faults.Enqueue);
        var ran = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);

        context.Post(_ => ran.SetResult(Thread.CurrentThread.IsThreadPoolThread), state: null);

        Assert.True(await ran.Task);
        await Eventually.Holds(() => threads.Count == 0);
        Assert.Equal(1, started);
        Assert.NotSame(context, SynchronizationContext.Current);
    }

    [Fact]
    public async Task A_loop_runs_in_the_context_and_its_task_ends_as_the_loop_does()
    {
        bool stayed = false;
        await _context.Run(async () =>
        {
            await Task.Run(static () => { });
            stayed = SynchronizationContext.Current == _context && Thread.CurrentThread.Name == FlushThreads.Name;
        });

        Assert.True(stayed);
        await Assert.ThrowsAsync<InvalidDataException>(() => _context.Run(static async () =>
        {
            await Task.Yield();
            throw new InvalidDataException();
        }));
    }

    private async Task<T> RunAsync<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Post(_ => result.SetResult(function()), state: null);
        return await result.Task;
    }

    /// <summary>Callbacks that block their threads until they are released.</summary>
    private sealed class Blockers(FlushContext context) : IDisposable
    {
        private readonly ManualResetEventSlim _release = new();
        private int _count;
        private int _finished;

        public int Count => Volatile.Read(ref _count);

        public int Finished => Volatile.Read(ref _finished);

        public void Post(int callbacks)
        {
            for (int callback = 0; callback < callbacks; callback++)
                context.Post(_ => Block(), state: null);
        }

        public void Release() => _release.Set();

        public void Restart()
        {
            _release.Reset();
            _count = 0;
        }

        public void Dispose() => _release.Set();

        private void Block()
        {
            Interlocked.Increment(ref _count);
            _release.Wait();
            Interlocked.Increment(ref _finished);
        }
    }
}
