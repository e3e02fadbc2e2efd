namespace WriteBack.Fast.Tests.Model;

// One caller, so what must be seen is known at every step; the background runs beside it. While the store is paused, calls
// that wait for it are left outstanding, and none may complete before its time. At the dirty limit writes throw, so that
// each is known at once to be accepted or not.

/// <summary>Plays a scenario and compares what can be seen with what the oracle knows.</summary>
internal sealed partial class Driver : IAsyncDisposable
{
    private const int AllKeys = 2 * Scenario.Keys;

    // Of real time, so that a call that never completes fails its scenario, which then is printed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Scenario _scenario;
    private readonly Oracle _oracle;
    private readonly ModelStore _store;
    private readonly TestClock _time;
    private readonly MarkCache _cache;
    private readonly List<Outstanding> _outstanding = [];

    private Driver(Scenario scenario, Oracle oracle, ModelStore store, TestClock time, MarkCache cache) =>
        (_scenario, _oracle, _store, _time, _cache) = (scenario, oracle, store, time, cache);

    public static async Task PlayAsync(Scenario scenario)
    {
        var oracle = new Oracle(AllKeys, scenario.Attempts);
        var store = new ModelStore(oracle);
        var time = new TestClock();
        var cache = await MarkCache.OpenAsync(store, new WriteBackOptions
        {
            TimeProvider = time,
            Capacity = scenario.Capacity,
            MaxDirtyRatio = scenario.DirtyRatio,
            MaxBatchSize = scenario.Batch,
            MaxConcurrentFlushes = scenario.Workers,
            FlushInterval = Interval,
            TimeToLive = scenario.Life > 0 ? scenario.Life * Interval : null,
            Overflow = OverflowPolicy.Throw,
            Retry = { MaxAttempts = scenario.Attempts },
        });
        await using var driver = new Driver(scenario, oracle, store, time, cache);
        foreach (var step in scenario.Steps)
        {
            await driver.PlayAsync(step);
            await driver.CheckAsync();
        }

        await driver.FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _store.Cure();
        _store.Writes.Open();
        _store.Loads.Open();
        await DriveAsync(_cache.CloseAsync().AsTask());
    }

    private async Task PlayAsync(Step step)
    {
        switch (step.Act)
        {
            case Act.Flush:
                await FlushAsync();
                break;
            case Act.PushOut:
                await PushOutAsync();
                break;
            case Act.Tick:
                _time.Advance(Interval);
                break;
            case Act.FailTransiently:
                _store.FailTransiently(step.Times);
                break;
            case Act.RefuseOnce:
                _store.RefuseOnce();
                break;
            case Act.Poison:
                _store.Poison(step.Key);
                break;
            case Act.Reject:
                _store.Reject(step.Key);
                break;
            case Act.Cure:
                _store.Cure();
                break;
            case Act.Pause:
                _store.Writes.Close();
                break;
            case Act.LetOneThrough:
                _pinned.Clear();
                _store.Writes.LetOneThrough();
                break;
            case Act.Resume:
                _pinned.Clear();
                await ResumeAsync(_store.Writes);
                break;
            case Act.PauseLoads:
                _store.Loads.Close();
                break;
            case Act.ResumeLoads:
                await ResumeAsync(_store.Loads);
                break;
            default:
                await CallAsync(step);
                break;
        }
    }

    private async Task ResumeAsync(Turnstile gate)
    {
        gate.Open();
        foreach (var outstanding in _outstanding.Where(outstanding => outstanding.Gate == gate))
            await DriveAsync(outstanding.Call);
    }

    /// <summary>Awaits a call and checks it, now or, if the store is held back, when it has completed.</summary>
    /// <returns>Whether it has completed.</returns>
    private async Task<bool> ExpectAsync(Outstanding outstanding)
    {
        if (outstanding.Gate.IsClosed && !outstanding.Call.IsCompleted)
        {
            _outstanding.Add(outstanding);
            return false;
        }

        await DriveAsync(outstanding.Call);
        await outstanding.Check();
        return true;
    }

    /// <summary>Moves the clock until a call has completed, however it has.</summary>
    private async Task DriveAsync(Task call)
    {
        if (!call.IsCompleted)
            await _time.AdvanceUntil(Task.WhenAny(call)).WaitAsync(Patience);
    }

    private async Task CheckAsync()
    {
        Assert.Empty(_oracle.Faults);
        Assert.InRange(_cache.Count, 0, _scenario.Capacity);
        Assert.InRange(_cache.DirtyCount, _pinned.Count, DirtyLimit);
        foreach (var outstanding in _outstanding.Where(static outstanding => outstanding.Call.IsCompleted))
            await outstanding.Check();
        _outstanding.RemoveAll(static outstanding => outstanding.Call.IsCompleted);
    }

    private async Task FinishAsync()
    {
        _store.Cure();
        _pinned.Clear();
        await ResumeAsync(_store.Writes);
        await ResumeAsync(_store.Loads);
        await CheckAsync();
        if (_scenario.EndsFlushed)
        {
            await FlushAsync();
            for (int key = 0; key < AllKeys; key++)
                await GetAsync(key);
            Assert.All(_cache.Snapshot(), entry => Assert.Equal(_oracle.RowOf(entry.Key), entry.Value));
        }

        var close = _cache.CloseAsync().AsTask();
        await DriveAsync(close);
        Assert.Equal((0, 0), ((await close).Abandoned, (await close).Logged));
        Assert.True(_oracle.Rest());
        Assert.Empty(_oracle.Faults);
        await CheckLedgerAsync();
    }

    private async Task CheckLedgerAsync()
    {
        var statistics = _cache.Statistics;
        Ledger.AssertBalanced(statistics);
        Assert.Equal(
            (_writes, _oracle.Stored, _oracle.Dead.Count, 0, _oracle.Failures),
            (statistics.Writes, statistics.Stored, statistics.DeadLettered, statistics.Pending, statistics.FlushErrors));
        Assert.True(_scenario.Capacity < AllKeys || statistics.Evictions == 0);
        Assert.True(_scenario.Life > 0 || statistics.Expirations == 0);
        var letters = await _cache.DeadLetters.ReadAllAsync().ToListAsync();
        Assert.Equal(
            _oracle.Dead.OrderBy(static dead => dead.Version),
            letters.Select(static letter => (letter.Key, letter.Value, letter.Kind, letter.Version)).OrderBy(static letter => letter.Version));
        Assert.All(letters, letter => Assert.Equal(_scenario.Attempts, letter.Attempts));
    }
}
