namespace WriteBack.Fast.Tests.Flush;

/// <summary>A store that is down for ten minutes under load.</summary>
public class OutageTests
{
    private const int Keys = 50_000;
    private const int Writes = 1_000_000;

    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(4 * Keys)]
    [InlineData(Keys / 2)]
    public async Task The_store_gets_the_newest_of_what_was_accepted_once_it_is_back(int capacity)
    {
        await using var fixture = await Open.QuadsAsync(options =>
        {
            options.Capacity = capacity;
            options.Overflow = OverflowPolicy.Throw;
        });
        var (cache, time) = (fixture.Cache, fixture.Time);
        fixture.Store.FailNext(int.MaxValue, new TimeoutException());
        var newest = new Dictionary<long, Quad>();
        var random = new Random(1);
        cache.Set(0, newest[0] = Quad.Of(-1));
        long accepted = 1;
        for (var elapsed = Step; elapsed <= Outage; elapsed += Step)
        {
            for (int write = 0; write < Writes / (Outage / Step); write++)
            {
                long key = random.Next(Keys);
                var value = Quad.Of(accepted);
                if (!cache.TrySet(key, value))
                    continue;
                newest[key] = value;
                accepted++;
            }

            time.Advance(Step);
            Assert.InRange(cache.DirtyCount, newest.Count, capacity / 2);
            Assert.InRange(cache.Statistics.OldestDirtyAge, elapsed, elapsed + 2 * Step);
        }

        bool isFull = capacity / 2 < Keys;
        await fixture.Store.WaitForWriteAsync(2);
        await Eventually.Holds(() => cache.DirtyCount == Math.Min(Keys, capacity / 2));
        Assert.Equal(isFull, !cache.TrySet(Keys, default));
        if (!isFull)
            newest[Keys] = default;

        fixture.Store.Cure();
        await time.AdvanceUntil(cache.FlushAsync().AsTask());
        Assert.Equal(newest, fixture.Rows.Rows);
        var statistics = cache.Statistics;
        int stored = fixture.Store.Batches.Where(static batch => batch.Outcome == BatchOutcome.Stored).Sum(static batch => batch.Entries.Length);
        Assert.Equal(
            (accepted + (isFull ? 0 : 1), stored, 0, 0, TimeSpan.Zero),
            (statistics.Writes, statistics.Stored, statistics.DeadLettered, statistics.Pending, statistics.OldestDirtyAge));
        Assert.All(fixture.Store.Batches, static batch => Assert.All(batch.Entries, static entry => Assert.Equal(1, entry.Attempt)));
    }
}
