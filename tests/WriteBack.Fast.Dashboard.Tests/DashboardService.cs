using Dashboard;
using Microsoft.AspNetCore.Builder;

namespace WriteBack.Fast.Dashboard.Tests;

/// <summary>The sample on a free port of this machine alone, with its database in a temporary folder unless another is given.</summary>
internal sealed class DashboardService : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("writeback-dashboard-");
    private readonly WebApplication _app;

    private DashboardService(string? settings) => _app = DashboardApp.Create(
        ["--urls", "http://127.0.0.1:0", settings ?? $"--ConnectionStrings:Sqlite=Data Source={Path.Combine(_folder.FullName, "scores.db")};Pooling=False"]);

    public Uri Address => new(_app.Urls.Single());

    public IServiceProvider Services => _app.Services;

    public static async Task<DashboardService> StartAsync(string? settings = null)
    {
        var service = new DashboardService(settings);
        await service._app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
