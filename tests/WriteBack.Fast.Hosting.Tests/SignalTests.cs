using System.Collections.Concurrent;
using System.Globalization;

namespace WriteBack.Fast.Tests.Hosting;

/// <summary>A service that is ended under load has every write that it acknowledged.</summary>
public sealed class SignalTests : IAsyncDisposable
{
    private const int Writers = 4;
    private const int Players = 500;

    private readonly HostFixture _fixture = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Database => $"ConnectionStrings:Scores={_fixture.Database}";

    // What is not drained must be old and much when the signal comes.
    private static string SlowFlushes => "WriteBack:Score:FlushInterval=00:10:00";

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Sigterm_under_load_loses_no_write()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM.");
        await using var service = await ServiceProcess.StartAsync(Database, SlowFlushes);
        var load = new Load(service.Client);

        await load.WaitForAsync(2_000);
        int exitCode = await service.TerminateAsync();
        await load.EndAsync();

        Assert.Equal(0, exitCode);
        await AssertStoredAsync(load);
    }

    [Fact]
    public async Task Sigkill_with_a_log_loses_no_acknowledged_write()
    {
        string log = $"WriteBack:Score:Log:Directory={_fixture.Path("log")}";
        await using var service = await ServiceProcess.StartAsync(Database, SlowFlushes, log);
        var load = new Load(service.Client);

        await load.WaitForAsync(500);
        await service.KillAsync();
        await load.EndAsync();

        await using (var again = await ServiceProcess.StartAsync(Database, SlowFlushes, log))
        {
            foreach (var (player, (least, most)) in load.Expected)
            {
                long points = long.Parse(await again.Client.GetStringAsync(new Uri($"/scores/{player}", UriKind.Relative), Ct), CultureInfo.InvariantCulture);
                Assert.InRange(points, least, most);
            }

            if (!OperatingSystem.IsWindows())
                Assert.Equal(0, await again.TerminateAsync());
        }

        if (!OperatingSystem.IsWindows())
            await AssertStoredAsync(load);
    }

    private async Task AssertStoredAsync(Load load)
    {
        Assert.NotEmpty(load.Expected);
        foreach (var (player, (least, most)) in load.Expected)
        {
            var row = await _fixture.LoadAsync(ScoreCache.Schema, player);
            Assert.True(row.Found);
            Assert.InRange(row.Value.Points, least, most);
        }
    }

    /// <summary>Writers that write growing points, each to players of its own, until the service is gone.</summary>
    private sealed class Load
    {
        private readonly ConcurrentDictionary<int, (long Acknowledged, long Sent)> _points = [];
        private readonly Task _writing;
        private readonly HttpClient _client;
        private long _acknowledged;

        public Load(HttpClient client)
        {
            _client = client;
            _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));
        }

        /// <summary>Of each player the points that were acknowledged last, and those that were sent last.</summary>
        public IEnumerable<KeyValuePair<int, (long Acknowledged, long Sent)>> Expected => _points.Where(static points => points.Value.Acknowledged > 0);

        public async Task WaitForAsync(long acknowledged)
        {
            while (Interlocked.Read(ref _acknowledged) < acknowledged)
            {
                Assert.False(_writing.IsCompleted);
                await Task.Yield();
            }
        }

        public Task EndAsync() => _writing;

        private async Task WriteAsync(int writer)
        {
            try
            {
                for (long points = 1; ; points++)
                {
                    int player = (int)((points * Writers) + writer) % Players;
                    var before = _points.GetValueOrDefault(player);
                    _points[player] = (before.Acknowledged, points);
                    using var answer = await _client.PostAsync(new Uri($"/scores/{player}/{points}", UriKind.Relative), content: null, Ct);
                    if (!answer.IsSuccessStatusCode)
                        return;
                    _points[player] = (points, points);
                    Interlocked.Increment(ref _acknowledged);
                }
            }
            catch (HttpRequestException)
            {
                // The service is gone.
            }
        }
    }
}
