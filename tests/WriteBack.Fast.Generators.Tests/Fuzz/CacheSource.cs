namespace WriteBack.Fast.Generators.Tests.Fuzz;

/// <summary>Writes the files of a random declaration: correct C#, whether or not a cache can be made of it.</summary>
internal static class CacheSource
{
    private static readonly string[] Containers =
        ["class", "static class", "struct", "readonly ref struct", "record", "record struct", "interface"];

    public static IReadOnlyList<string> Write(int seed)
    {
        var dice = new Dice(seed);
        string space = $"N{seed}" + dice.Pick("", "", "", ".@namespace", ".System", ".WriteBack", ".Größe.@event");
        var names = dice.PickMany(6, Words.Types).DistinctBy(Words.Plain).ToList();
        var containers = Enumerable.Range(0, dice.Pick(0, 0, 0, 1, 2)).Select(level => (Kind: dice.Pick(Containers), Name: names[3 + level])).ToList();
        string path = string.Concat(containers.Select(static container => container.Name + "."));

        bool isPartial = !dice.Percent(3);
        var (key, keyInside, keyOutside) = Entry(dice, space, path + names[0], names[1], isKey: true, isPartial);
        var (value, valueInside, valueOutside) = Entry(dice, space, path + names[0], names[2], isKey: false, isPartial);
        string head = $"{dice.Pick("public", "internal")} {dice.Pick("", "sealed ", Oddity(dice))}{(isPartial ? "partial " : "")}class {names[0]}";
        string attribute = $"[global::WriteBack.Fast.WriteBackCache<{key}, {value}>{Settings(dice)}]";
        bool inPartial = !dice.Percent(4);
        string open = string.Concat(containers.Select(container => $"public {Modified(container.Kind, inPartial)} {container.Name} {{ "));
        string close = string.Concat(containers.Select(static _ => " }"));

        string member = head.Contains("static", StringComparison.Ordinal) ? "" : Member(dice, names);
        string[] parts = [$"{attribute} {head} {{ {keyInside} {valueInside} }}", $"partial class {names[0]} {{ {member} }}"];
        string types = keyOutside + "\n" + valueOutside + "\n" + Shadow(dice, names, containers.Count);
        string common = "public enum @enum : sbyte { @default = -1, Zero } public enum Wide : ulong { Most = ulong.MaxValue }\n"
            + "[global::MessagePack.MessagePackObject(keyAsPropertyName: true)] public record struct Packed(int A, string? B);\n";
        return isPartial && inPartial && dice.Percent(30)
            ? [File(dice, space, common + types + open + parts[0] + close), File(dice, space, open + parts[1] + close)]
            : [File(dice, space, common + types + open + parts[0] + close)];
    }

    private static (string Type, string Inside, string Outside) Entry(
        Dice dice, string space, string cache, string name, bool isKey, bool mayNest)
    {
        var entry = new EntrySource(dice, space, isKey);
        if (dice.Percent(12))
            return (entry.Ready(), "", "");
        var (declaration, arguments) = entry.Declare(name);
        string obsolete = dice.Percent(3) ? "[global::System.Obsolete] " : "";
        if (mayNest && dice.Percent(8) && arguments.Length == 0)
            return ($"global::{space}.{cache}.{name}", $"{obsolete}public {declaration}", "");
        return ($"global::{space}.{name}{arguments}", "", $"{obsolete}{(dice.Percent(3) ? "internal" : "public")} {declaration}");
    }

    private static string Oddity(Dice dice) => dice.Percent(12) ? dice.Pick("abstract ", "static ", "unsafe ") : "";

    private static string Settings(Dice dice) => dice.Between(0, 9) switch
    {
        0 => "(Name = \"" + dice.Pick("players", "select", "größe", "a/b", "sqlite_x") + "\")",
        1 => "(Statistics = false)",
        2 => "(Expiration = true, Name = null)",
        _ => "",
    };

    private static string Modified(string kind, bool isPartial) => isPartial
        ? kind.Contains(' ', StringComparison.Ordinal) && kind != "record struct" ? kind.Insert(kind.LastIndexOf(' '), " partial") : "partial " + kind
        : kind;

    private static string Member(Dice dice, List<string> taken)
    {
        string name = dice.Pick([.. Words.CacheMembers.Except(taken.Select(Words.Plain))]);
        return dice.Pick($"public int {name};", $"public static void {name}(int x) {{ }}", $"private class {name};", "");
    }

    // What would be found first by a name that is not written from global:: on.
    private static string Shadow(Dice dice, List<string> names, int depth) => string.Join(" ", dice
        .PickMany(dice.Between(0, 3), ["System", "WriteBack", "Task", "ValueTask", "Guid", "Traits", "Internals", "KeyHash", "MemoryExtensions"])
        .Where(name => names.Take(3 + depth).All(taken => Words.Plain(taken) != name))
        .Select(static name => $"internal class {name};")) + "\n";

    private static string File(Dice dice, string space, string body)
    {
        string usings = dice.Percent(30)
            ? dice.Pick("using Task = global::System.String;", "using static global::System.Math;", "using System = global::System.IO;", "using ValueTask = int;") + "\n"
            : "";
        string nullable = dice.Pick("", "#nullable disable\n", "#nullable enable\n", "#nullable enable warnings\n", "#nullable disable warnings\n");
        return dice.Percent(50)
            ? $"{nullable}{usings}namespace {space};\n{body}"
            : $"{nullable}namespace {space} {{ {usings}{body} }}";
    }
}
