namespace WriteBack.Fast.Tests.Flush;

public class StoreCircuitBreakerTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public void It_is_closed_until_a_failure_and_again_after_a_success()
    {
        var schedule = Make();
        Assert.False(schedule.IsOpen);
        Assert.False(schedule.OnSuccess());
        Assert.True(schedule.OnFailure());
        Assert.True(schedule.IsOpen);
        Assert.True(schedule.OnSuccess());
        Assert.False(schedule.IsOpen);
    }

    [Fact]
    public void Batches_that_fail_while_it_is_open_do_not_prolong_it()
    {
        var schedule = Make();
        Assert.True(schedule.OnFailure());
        for (int failure = 0; failure < 50; failure++)
            Assert.False(schedule.OnFailure());
        _clock.Advance(TimeSpan.FromMilliseconds(101));
        Assert.False(schedule.IsOpen);
    }

    [Fact]
    public void A_failure_after_the_delay_is_of_the_same_outage()
    {
        var schedule = Make();
        Assert.True(schedule.OnFailure());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(schedule.IsOpen);
        Assert.False(schedule.OnFailure());
        Assert.True(schedule.IsOpen);
        schedule.OnSuccess();
        Assert.True(schedule.OnFailure());
    }

    [Fact]
    public async Task Delays_are_random_below_a_bound_that_doubles_up_to_the_most()
    {
        double[] longest = new double[12];
        for (int trial = 0; trial < 200; trial++)
        {
            var schedule = Make();
            for (int failure = 0; failure < longest.Length; failure++)
            {
                long began = _clock.GetTimestamp();
                schedule.OnFailure();
                await _clock.AdvanceUntil(schedule.WaitAsync(CancellationToken.None).AsTask());
                double waited = _clock.GetElapsedTime(began).TotalMilliseconds;
                double bound = Math.Min(5_000, 100 * Math.Pow(2, failure));
                Assert.InRange(waited, 0, bound + 1);
                longest[failure] = Math.Max(longest[failure], waited / bound);
            }
        }

        // Of 200 draws below a bound, none in its upper tenth has a chance of 1 in 10^9.
        Assert.All(longest, static share => Assert.InRange(share, 0.9, 1.02));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        var schedule = Make();
        schedule.OnFailure();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await schedule.WaitAsync(new CancellationToken(canceled: true)));
    }

    private StoreCircuitBreaker Make() =>
        new(new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(5) }, _clock);
}
