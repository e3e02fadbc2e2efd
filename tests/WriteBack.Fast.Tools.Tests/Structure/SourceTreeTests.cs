using WriteBack.Fast.Structure;

namespace WriteBack.Fast.Tools.Tests.Structure;

/// <summary>What the measures see, on sources of the test's own.</summary>
public sealed class SourceTreeTests : IDisposable
{
    private static readonly string[][] Order = [[""], ["Upper"], ["Lower"]];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("structure");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_use_that_goes_up_is_found_and_one_that_goes_down_is_not()
    {
        Write("Upper/High.cs", "class High { Low low = new(); }");
        Write("Lower/Low.cs", "class Low { }");
        Write("Lower/Other.cs", "class Other { void Use() { var high = Maker.Make(); high.ToString(); } }");
        Write("Upper/Maker.cs", "static class Maker { public static High Make() => new(); }");

        // The type that `var` stands for is a use as well.
        Assert.Equal(
            [new RoomDependency("Lower", "Upper", "Lower/Other.cs(1)", "High"), new RoomDependency("Lower", "Upper", "Lower/Other.cs(1)", "Maker")],
            Upward().OrderBy(static use => use.Type));
    }

    [Fact]
    public void A_member_counts_as_a_use_of_its_type_and_a_comment_as_none()
    {
        Write("Upper/High.cs", "class High { public static int Number; }");
        Write("Lower/Uses.cs", "using static High;\nclass Uses { int number = Number; }");
        Write("Lower/Mentions.cs", "/* High */ class Mentions { string high = \"High\"; }");

        Assert.Equal(["Lower/Uses.cs(1)", "Lower/Uses.cs(2)"], Upward().Select(static use => use.Place));
    }

    [Fact]
    public void A_type_argument_counts_as_a_use()
    {
        Write("Upper/High.cs", "class High { }");
        Write("Lower/Uses.cs", "using System.Collections.Generic;\nclass Uses { object all = new List<High[]>(); }");

        Assert.Equal(["Lower/Uses.cs(2)"], Upward().Select(static use => use.Place));
    }

    [Fact]
    public void A_room_that_the_order_lacks_is_refused()
    {
        Write("Attic/Box.cs", "class Box { }");
        Write("Lower/Uses.cs", "class Uses { Box box = new(); }");
        Assert.Throws<InvalidOperationException>(() => Upward().ToList());
    }

    [Fact]
    public void The_parts_of_a_class_are_one_class()
    {
        Write("One.cs", "partial class Parts\n{\n}\n");
        Write("Two.cs", "partial class Parts\n{\n    class Inner { }\n}\n");

        Assert.Equal([new Measure("Parts", 7)], Measures.Classes(Read()));
        Assert.Equal([3, 4], Measures.Files(Read()).Select(static file => file.Value));
    }

    [Fact]
    public void Constructors_of_both_forms_count_but_not_those_of_positional_records()
    {
        Write("Some.cs", "class Primary(int a, int b) { } class Explicit { Explicit(int a) { } } record Row(int A, int B, int C);");

        Assert.Equal([new Measure("Primary", 2), new Measure("Explicit", 1)], Measures.Constructors(Read()));
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.95, 4)]
    [InlineData(0, 1)]
    public void A_percentile_is_one_of_the_measures(double share, int expected) =>
        Assert.Equal(expected, Measures.Percentile([new("a", 4), new("b", 1), new("c", 2), new("d", 3)], share));

    private IEnumerable<RoomDependency> Upward() => RoomDependencies.Against(Read().Dependencies.All(), Order);

    private SourceTree Read() => new(_folder.FullName);

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
