using System.Text.RegularExpressions;
using WriteBack.Fast.Structure;

namespace WriteBack.Fast.Tools.Tests.Structure;

/// <summary>The rooms of the core, and how large what is in them may become.</summary>
public sealed partial class CoreTests
{
    // From the highest to the lowest. A room uses those below it alone.
    private static readonly string[][] Order =
    [
        [""], ["Lifecycle"], ["Loads"], ["Flush"], ["Cache"], ["DeadLetters"], ["Log"], ["Dirty"], ["Telemetry"], ["Storage"],
        ["Contract"], ["IO"], ["Primitives"],
    ];

    private static readonly SourceTree Core = new(Path.Combine(Repository.Root, "src", "WriteBack.Fast"));

    [Fact]
    public void Dependencies_run_down()
    {
        Assert.Equal(Order.SelectMany(static row => row).Order(), Core.Files.Select(static file => SourceTree.RoomOf(file.FilePath)).Distinct().Order());
        Assert.Empty(RoomDependencies.Against(Core.Dependencies.All(), Order));
    }

    [Fact]
    public void A_file_fits_in_a_readers_head()
    {
        var files = Measures.Files(Core);

        AssertAtMost(400, files);
        Assert.InRange(Measures.Percentile(files, 0.5), 1, 60);
        Assert.InRange(Measures.Percentile(files, 0.95), 1, 250);
    }

    [Fact]
    public void A_class_with_all_its_parts_is_no_book() => AssertAtMost(500, Measures.Classes(Core));

    [Fact]
    public void A_constructor_takes_few_things() => AssertAtMost(6, Measures.Constructors(Core));

    [Fact]
    public void The_page_of_the_architecture_names_only_what_there_is()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        string[] names = [.. Name().Matches(page).Select(static match => match.Groups[1].Value).Distinct()];

        Assert.NotEmpty(names);
        Assert.DoesNotContain(names, static name => !Core.Compilation.ContainsSymbolsWithName(name));
    }

    [GeneratedRegex(@"`(?:\w+\.)?([A-Z]\w+)`")]
    private static partial Regex Name();

    private static void AssertAtMost(int most, IReadOnlyList<Measure> measures)
    {
        Assert.NotEmpty(measures);
        Assert.DoesNotContain(measures, measure => measure.Value > most);
    }
}
