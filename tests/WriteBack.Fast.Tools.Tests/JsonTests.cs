using System.Text.Json;

namespace WriteBack.Fast.Tools.Tests;

public sealed class JsonTests : IDisposable
{
    private static readonly string[] Figures =
        ["number", "epoch", "first", "last", "bytesInUse", "fileBytes", "records", "upserts", "deletes", "live", "dead"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_figures_are_those_of_the_text()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        var text = await Run.OfAsync(log);

        var run = await Run.OfAsync("--json", log);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(run.Json.GetProperty("isHealthy").GetBoolean());
        var found = Assert.Single(run.Json.GetProperty("logs").EnumerateArray());
        Assert.Equal(("item", log), (found.GetProperty("cache").GetString(), found.GetProperty("folder").GetString()));
        Assert.Equal(text.Rows, found.GetProperty("segments").EnumerateArray().Select(static segment => Row(segment, Figures)));
        var total = found.GetProperty("total");
        string[] totals = [$"Total of {total.GetProperty("segments")}", .. Cells(total, Figures[4..])];
        Assert.Equal(text.Total, totals);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("damage").ValueKind);
        Assert.Equal(JsonValueKind.Null, found.GetProperty("tornTail").ValueKind);
        Assert.False(found.GetProperty("isMoving").GetBoolean());
    }

    [Fact]
    public async Task Damage_and_a_torn_tail_are_objects_and_no_sequences_are_null()
    {
        await Items.LeaveAsync(Path.Combine(_folder.Path, "x"), Write.Many);
        await Items.LeaveAsync(Path.Combine(_folder.Path, "y"), []);
        Directory.Move(Path.Combine(_folder.Path, "x", "item"), Path.Combine(_folder.Path, "a"));
        Directory.Move(Path.Combine(_folder.Path, "y", "item"), Path.Combine(_folder.Path, "b"));
        new SegmentBytes(Path.Combine(_folder.Path, "a"), 2).Spoil(40);
        SegmentBytes.LastOf(Path.Combine(_folder.Path, "b")).Spoil(Items.FirstRecord);

        var run = await Run.OfAsync(_folder.Path, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("isHealthy").GetBoolean());
        JsonElement[] logs = [.. run.Json.GetProperty("logs").EnumerateArray()];
        AssertSame("""{"file":"0000000002.log","offset":0,"reason":"its header's checksum is wrong"}""", logs[0].GetProperty("damage"));
        AssertSame($$"""{"file":"0000000002.log","offset":{{Items.FirstRecord}},"bytes":1}""", logs[1].GetProperty("tornTail"));
        Assert.Equal(JsonValueKind.Null, logs[1].GetProperty("segments")[0].GetProperty("first").ValueKind);
    }

    private static string[] Row(JsonElement segment, string[] figures) =>
        [segment.GetProperty("file").GetString()!, .. Cells(segment, figures)];

    private static IEnumerable<string> Cells(JsonElement from, string[] figures) =>
        figures.Select(name => Expected.Text(from.GetProperty(name).GetInt64()));

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, actual), actual.ToString());
}
