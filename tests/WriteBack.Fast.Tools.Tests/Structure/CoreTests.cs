using WriteBack.Fast.Structure;

namespace WriteBack.Fast.Tools.Tests.Structure;

/// <summary>The rooms of the core, and how large what is in them may become.</summary>
public sealed class CoreTests
{
    // From the highest to the lowest. A room uses those below it alone.
    private static readonly string[][] Order =
    [
        [""], ["Lifecycle"], ["Loads"], ["Flush"], ["Cache"], ["DeadLetters"], ["Log"], ["Dirty"], ["Telemetry"], ["Storage"],
        ["IO"], ["Primitives"], ["Contract"],
    ];

    // Uses that still go up: from → to. Nothing may be added here.
    private static readonly string[] Allowed = ["Cache → Loads", "Contract → IO", "Contract → Storage", "Dirty → Cache"];

    private static readonly SourceTree Core = new(Path.Combine(Repository.Root, "src", "WriteBack.Fast"));

    [Fact]
    public void Dependencies_run_down()
    {
        var up = RoomDependencies.Against(Core, Order)
            .Where(static use => !Allowed.Contains($"{use.From} → {use.To}"))
            .Select(static use => $"{use.File} uses {use.Type} of {use.To}/");

        Assert.True(!up.Any(), string.Join('\n', up));
    }
}
