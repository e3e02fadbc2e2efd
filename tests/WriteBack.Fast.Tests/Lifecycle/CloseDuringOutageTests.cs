namespace WriteBack.Fast.Tests.Lifecycle;

/// <summary>What a close reports is what has become of each write that was pending, whatever the store was doing.</summary>
public class CloseDuringOutageTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_report_accounts_for_every_pending_write(int seed)
    {
        var random = new Random(seed);
        bool isBack = seed % 4 == 0;
        await using var fixture = await Open.QuadsAsync(options =>
        {
            options.MaxBatchSize = random.Next(1, 4);
            options.MaxConcurrentFlushes = random.Next(1, 4);
            options.Retry.MaxAttempts = random.Next(1, 4);
            options.ShutdownTimeout = TimeSpan.FromSeconds(10);
        });
        var (cache, store) = (fixture.Cache, fixture.Store);
        var before = WriteSome(cache, random, firstNumber: 1);
        await cache.FlushAsync();

        // Some of this is in flight when it is written again.
        int calls = store.Batches.Count;
        store.Pause();
        var during = WriteSome(cache, random, firstNumber: 1_000);
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await store.WaitForWriteAsync(calls + 1);
        var after = WriteSome(cache, random, firstNumber: 2_000);
        var atClose = cache.Statistics;

        // From here on it is down for one key in three, and never takes one in seven.
        store.Poison(
            entry => !isBack && entry.Key % 3 == 0 ? throw new TimeoutException() : entry.Key % 7 == 0, new InvalidDataException());
        var close = cache.CloseAsync().AsTask();
        await fixture.Time.WaitForDeadlineAsync();
        store.Resume();
        var report = await fixture.Time.AdvanceUntil(close);

        var end = cache.Statistics;
        Assert.Equal(atClose.Pending + atClose.Coalesced - end.Coalesced, report.Stored + report.DeadLettered + report.Abandoned);
        var letters = await cache.DeadLetters.ReadAllAsync().ToListAsync();
        Assert.Equal(store.Batches.Skip(calls).Sum(StoredIn), report.Stored);
        Assert.Equal(letters.Count, report.DeadLettered);
        var dead = letters.Select(static letter => letter.Value).ToHashSet();
        int abandoned = 0;
        foreach (var writes in before.Concat(during).Concat(after).GroupBy(static write => write.Key, static write => (Quad?)write.Value))
        {
            var row = fixture.Rows.TryGet(writes.Key, out var stored) ? stored : default(Quad?);
            if (row == writes.Last() || dead.Contains(writes.Last()!.Value))
                continue;
            abandoned++;
            Assert.Contains(row, writes.Prepend(null));
        }

        Assert.Equal((abandoned, 0), (report.Abandoned, report.Logged));
        Assert.Equal(isBack, abandoned == 0);
        Assert.Equal(abandoned, end.Pending);
    }

    private static List<KeyValuePair<long, Quad>> WriteSome(QuadCache cache, Random random, int firstNumber)
    {
        var writes = new List<KeyValuePair<long, Quad>>();
        for (int number = firstNumber; number < firstNumber + 40; number++)
        {
            var (key, value) = (random.Next(60), Quad.Of(number));
            writes.Add(KeyValuePair.Create<long, Quad>(key, value));
            cache.Set(key, value, (FlushPriority)random.Next(1, 4));
        }

        return writes;
    }

    private static int StoredIn(RecordedBatch<long, Quad> batch) => batch.Outcome == BatchOutcome.Stored ? batch.Entries.Length : 0;
}
