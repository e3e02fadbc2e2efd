using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WriteBack.Fast.Dashboard.Tests;

/// <summary>The page in a browser, as somebody sees and uses it. WRITEBACK_SCREENSHOTS names a folder that keeps pictures of it.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const float Patience = 30_000;

    private static readonly string? Browser = new[] { "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(static name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private readonly List<string> _errors = [];
    private DashboardService _service = null!;
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private IPage _page = null!;

    public async ValueTask InitializeAsync()
    {
        if (Browser is null)
            Assert.Skip("chromium is not installed.");
        _service = await DashboardService.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Browser,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        _page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = 1_120, Height = 720 }, ColorScheme = ColorScheme.Light });
        _page.SetDefaultTimeout(Patience);
        SetDefaultExpectTimeout(Patience);
        _page.PageError += (_, error) => _errors.Add(error);
        _page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _errors.Add(message.Text);
        };
        await _page.GotoAsync(_service.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
        Assert.Empty(_errors);
    }

    [Fact]
    public async Task Charts_move_and_the_leaderboard_fills()
    {
        await SetLoadAsync(20_000);

        foreach (string chart in new[] { "writesPerSecond", "coalescedShare", "hitRatio", "flushMilliseconds", "batchSize", "dirty" })
            await ExpectAsync($"Number(document.getElementById('{chart}').dataset.value) > 0");
        await Expect(_page.Locator("#writesPerSecond b")).Not.ToHaveTextAsync("0");
        await Expect(_page.Locator("#top li")).ToHaveCountAsync(10);
        await ExpectAsync("Number(document.getElementById('dirty').dataset.readings) >= 20");
        await ExpectAsync("""
            (() => { const canvas = document.querySelector('#writesPerSecond canvas');
                     return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte > 0); })()
            """);
        await KeepPictureAsync("dashboard");
    }

    [Fact]
    public async Task An_outage_turns_the_circuit_red_and_back()
    {
        var circuit = _page.Locator("#circuit");
        await SetLoadAsync(20_000);
        await ExpectAsync("Number(document.getElementById('writesPerSecond').dataset.value) > 1000");
        await Expect(circuit).ToHaveClassAsync("closed");

        await _page.CheckAsync("#outage");
        await Expect(circuit).ToHaveClassAsync("open");
        await Expect(circuit).ToHaveTextAsync("database down: writes wait in memory");
        Assert.Equal("rgb(192, 40, 28)", await circuit.EvaluateAsync<string>("element => getComputedStyle(element).backgroundColor"));
        await ExpectAsync("Number(document.getElementById('dirty').dataset.value) > 1000");
        await KeepPictureAsync("dashboard-outage");

        await _page.UncheckAsync("#outage");
        await Expect(circuit).ToHaveClassAsync("closed");
        await Expect(_page.Locator("#letter-count")).ToHaveTextAsync("0");
    }

    [Fact]
    public async Task A_replay_empties_the_list_of_dead_letters()
    {
        await _page.CheckAsync("#cheaters");
        await SetLoadAsync(20_000);
        await Expect(_page.Locator("#letters li").First).ToContainTextAsync("Constraint 'honest' is violated.");
        await KeepPictureAsync("dashboard-dead-letters");
        await SetLoadAsync(0);
        await _page.UncheckAsync("#cheaters");
        await ExpectAsync("Number(document.getElementById('dirty').dataset.value) === 0");

        await _page.ClickAsync("#replay");

        await Expect(_page.Locator("#letter-count")).ToHaveTextAsync("0");
        await Expect(_page.Locator("#letters li")).ToHaveCountAsync(0);
    }

    private Task SetLoadAsync(int gamesPerSecond) => _page.Locator("#load").FillAsync(gamesPerSecond.ToString(CultureInfo.InvariantCulture));

    private Task<IJSHandle> ExpectAsync(string condition) => _page.WaitForFunctionAsync(condition);

    private async Task KeepPictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("WRITEBACK_SCREENSHOTS") is { } folder)
            await _page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
