using System.Net;
using System.Net.Http.Json;
using Npgsql;
using WriteBack.Fast.Servers;

namespace WriteBack.Fast.Dashboard.Tests;

/// <summary>The leaderboard without its page.</summary>
public sealed class ServiceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Points_add_up_whoever_posts_them_at_once()
    {
        await using var service = await DashboardService.StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };

        await Task.WhenAll(Enumerable.Range(1, 100).Select(points => PostAsync(client, $"player {points % 4}", points)));

        var top = await TopAsync(client, 3);
        Assert.Equal([(1, "player 0", 1300), (2, "player 3", 1275), (3, "player 2", 1250)], top.Select(static place => (place.Rank, place.Player, place.Points)));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("ann", -1)]
    public async Task Nonsense_is_refused(string player, long points)
    {
        await using var service = await DashboardService.StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };

        using var answer = await client.PostAsJsonAsync(new Uri("scores", UriKind.Relative), new { player, points }, Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task On_postgresql_the_ranking_outlives_the_service()
    {
        if (PostgreSqlServer.WhyMissing is { } why)
            Assert.Skip(why);
        await using var server = await PostgreSqlServer.StartAsync();
        string settings = $"--ConnectionStrings:PostgreSql={server.ConnectionString}";
        await using (var service = await DashboardService.StartAsync(settings))
        {
            using var client = new HttpClient { BaseAddress = service.Address };
            for (int points = 1; points <= 200; points++)
                await PostAsync(client, $"player {points}", points);
        }

        await using var again = await DashboardService.StartAsync(settings);
        using var reader = new HttpClient { BaseAddress = again.Address };
        Assert.Equal(Enumerable.Range(101, 100).Reverse().Select(static points => (long)points), (await TopAsync(reader, 1_000)).Select(static place => place.Points));
        await using var database = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = database.CreateCommand("SELECT count(*) FROM score WHERE games = 1");
        Assert.Equal(200L, await command.ExecuteScalarAsync(Ct));
    }

    private static async Task PostAsync(HttpClient client, string player, long points)
    {
        using var answer = await client.PostAsJsonAsync(new Uri("scores", UriKind.Relative), new { player, points }, Ct);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Place[]> TopAsync(HttpClient client, int count) =>
        (await client.GetFromJsonAsync<Place[]>(new Uri($"top?count={count}", UriKind.Relative), Ct))!;

    private sealed record Place(int Rank, string Player, long Points);
}
