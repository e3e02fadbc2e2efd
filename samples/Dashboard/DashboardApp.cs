using System.Data.Common;
using Dashboard.Faults;
using Dashboard.Leaderboard;
using Dashboard.Load;
using Dashboard.Monitoring;
using Microsoft.Data.Sqlite;
using Npgsql;
using WriteBack.Fast;

namespace Dashboard;

/// <summary>Puts the service together.</summary>
internal static class DashboardApp
{
    private const string DefaultDatabase = "Data Source=leaderboard.db";

    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        AddDatabase(builder);
        builder.Services.AddSingleton<FaultSwitches>();
        builder.Services.AddSingleton<Ranking>();
        builder.Services.AddHostedService<RankingLoader>();
        builder.Services.AddSingleton<Scoring>();
        builder.Services.AddSingleton<LoadGenerator>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<LoadGenerator>());
        builder.Services.AddSingleton<FlushMeter>();
        builder.Services.AddSingleton<Gauges>();
        builder.Services.AddHealthChecks().AddWriteBack();

        var app = builder.Build();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.MapHealthChecks("/health");
        ScoreEndpoints.Map(app);
        MonitoringEndpoints.Map(app);
        return app;
    }

    // One cache on one of two databases. The table is plain SQL, so that the ranking is read from it at the start.
    private static void AddDatabase(WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString("PostgreSql") is { } postgreSql)
        {
            builder.Services.AddSingleton<DbDataSource>(_ => NpgsqlDataSource.Create(postgreSql));
            AddScores(builder.Services, services => PostgreSqlStore.Create(
                (NpgsqlDataSource)services.GetRequiredService<DbDataSource>(), ScoreCache.Schema));
        }
        else
        {
            string sqlite = builder.Configuration.GetConnectionString("Sqlite") ?? DefaultDatabase;
            builder.Services.AddSingleton<DbDataSource>(_ => SqliteFactory.Instance.CreateDataSource(sqlite));
            AddScores(builder.Services, _ => SqliteStore.Create(sqlite, ScoreCache.Schema));
        }
    }

    private static void AddScores(IServiceCollection services, Func<IServiceProvider, IWriteBackStore<Player, Score>> createStore) =>
        services.AddScoreCache(scores => scores
            .UseStore(provider => new SwitchableStore(createStore(provider), provider.GetRequiredService<FaultSwitches>()))
            .WithOptions(static options =>
            {
                options.Capacity = 200_000;
                options.FlushInterval = TimeSpan.FromMilliseconds(250);
                options.Retry.BaseDelay = TimeSpan.FromMilliseconds(50);
                options.Retry.MaxDelay = TimeSpan.FromSeconds(1);
            }));
}
