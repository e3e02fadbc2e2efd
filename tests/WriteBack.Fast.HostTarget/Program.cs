using WriteBack.Fast;
using WriteBack.Fast.Tests.Hosting;

// A service that acknowledges writes over HTTP, to be ended in the midst of them. Its options are its configuration's.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoreCache(static scores => scores.UseSqlite(
    static services => services.GetRequiredService<IConfiguration>().GetConnectionString("Scores")!));
builder.Services.AddHealthChecks().AddWriteBack();

var app = builder.Build();
bool isLogged = app.Configuration.GetSection("WriteBack:Score:Log").Exists();
app.MapPost("/scores/{player:int}/{points:long}", async (int player, long points, ScoreCache scores, CancellationToken ct) =>
    await scores.SetAsync(player, new Score(points), isLogged ? WriteDurability.Logged : WriteDurability.Memory, ct: ct));
app.MapGet("/scores/{player:int}", static async (int player, ScoreCache scores, CancellationToken ct) =>
    await scores.GetAsync(player, ct) is { } score ? Results.Ok(score.Points) : Results.NotFound());
app.MapHealthChecks("/health");
await app.RunAsync();
