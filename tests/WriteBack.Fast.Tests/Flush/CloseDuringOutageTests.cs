namespace WriteBack.Fast.Tests.Flush;

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
        var before = WriteSome(cache, random, firstNumber: 1)
            .GroupBy(static write => write.Key).ToDictionary(static ofKey => ofKey.Key, static ofKey => ofKey.Last().Value);
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
        foreach (var ofKey in during.Concat(after).GroupBy(static write => write.Key, static write => write.Value))
        {
            Quad[] values = [.. ofKey];
            var row = fixture.Rows.TryGet(ofKey.Key, out var stored) ? stored : default(Quad?);
            if (row == values[^1] || dead.Contains(values[^1]))
                continue;
            abandoned++;
            Quad?[] older = [before.TryGetValue(ofKey.Key, out var old) ? old : null, .. values[..^1]];
            Assert.Contains(row, older);
        }

        Assert.Equal((abandoned, 0), (report.Abandoned, report.Logged));
        Assert.Equal(isBack, abandoned == 0);
        Assert.Equal(abandoned, end.Pending);
    }

    private static List<(long Key, Quad Value)> WriteSome(QuadCache cache, Random random, int firstNumber)
    {
        List<(long Key, Quad Value)> writes = [];
        for (int write = 0; write < 40; write++)
        {
            var (key, value) = (random.Next(60), Quad.Of(firstNumber + write));
            cache.Set(key, value, (FlushPriority)random.Next(1, 4));
            writes.Add((key, value));
        }

        return writes;
    }

    private static int StoredIn(RecordedBatch<long, Quad> batch) => batch.Outcome == BatchOutcome.Stored ? batch.Entries.Length : 0;
}
