using System.Net;

namespace WriteBack.Fast.Tests.Flush;

/// <summary>A store of one's own that posts its batches, and knows nothing of failures.</summary>
public sealed class HttpStoreTests : IAsyncDisposable
{
    private const int Entries = 10;

    private readonly TestClock _time = new();
    private readonly PostOffice _office = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _office.DisposeAsync();
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_an_outage() =>
        await AssertOutageAsync<HttpRequestException>(_office.Start);

    [Fact]
    public async Task An_endpoint_that_does_not_answer_in_time_is_an_outage()
    {
        _office.AnswerWith(status: null);
        _office.Start();
        _client.Timeout = TimeSpan.FromMilliseconds(100);

        await AssertOutageAsync<TaskCanceledException>(() => _office.AnswerWith(HttpStatusCode.NoContent));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task An_endpoint_that_refuses_every_request_is_an_outage(HttpStatusCode status)
    {
        _office.AnswerWith(status);
        _office.Start();

        await AssertOutageAsync<HttpRequestException>(() => _office.AnswerWith(HttpStatusCode.NoContent));
    }

    [Fact]
    public async Task A_request_that_is_wrong_becomes_a_dead_letter_and_the_rest_is_stored()
    {
        _office.Start();
        var store = new FaultInjectingStore<long, Quad>(new PostingStore(_client, _office.Address), _time);
        await using var cache = await OpenAsync(store);
        store.Poison(static entry => entry.Key == 7, new HttpRequestException("no such number", inner: null, HttpStatusCode.BadRequest));
        SetAll(cache);

        var report = await _time.AdvanceUntil(cache.FlushAsync().AsTask());

        Assert.Equal((Entries - 1, 1), (report.Stored, report.DeadLettered));
        Assert.Equal(7, (await cache.DeadLetters.ReadAllAsync().SingleAsync()).Key);
    }

    private static void SetAll(QuadCache cache)
    {
        for (int key = 0; key < Entries; key++)
            cache.Set(key, Quad.Of(key));
    }

    private async Task AssertOutageAsync<TException>(Action heal)
        where TException : Exception
    {
        var store = new FaultInjectingStore<long, Quad>(new PostingStore(_client, _office.Address), _time);
        await using var cache = await OpenAsync(store);
        SetAll(cache);
        var flush = cache.FlushAsync().AsTask();
        await _time.AdvanceUntil(store.WaitForWriteAsync(3));
        Assert.True(cache.Statistics.IsStoreDown);
        Assert.IsType<TException>(store.Batches[0].Error);
        Assert.Equal((0, Entries), (_office.Keys.Count, cache.DirtyCount));

        heal();
        await _time.AdvanceUntil(flush);

        Assert.Equal((Entries, 0), (cache.Statistics.Stored, cache.Statistics.DeadLettered));
        // A request that was taken may have been answered too late, and is then sent again.
        Assert.Equal(Enumerable.Range(0, Entries).Select(static key => (long)key), _office.Keys.Distinct().Order());
        Assert.All(store.Batches, static batch => Assert.All(batch.Entries, static entry => Assert.Equal(1, entry.Attempt)));
    }

    private Task<QuadCache> OpenAsync(IWriteBackStore<long, Quad> store) => Open.OnAsync(
        QuadCache.OpenAsync, store,
        new WriteBackOptions
        {
            FlushInterval = Timeout.InfiniteTimeSpan,
            TimeProvider = _time,
            Retry = new RetryOptions { MaxAttempts = 1 },
        });
}
