using WriteBack.Fast.CodeFixes;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>What the code fixes make of a declaration.</summary>
public class FixTests
{
    private const string Types = """

        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score);
        """;

    [Fact]
    public Task Partial_class() => FixTest<MakePartialFix>.Fixes(
        "using WriteBack.Fast;\n// mine\n[WriteBackCache<Key, State>]\nsealed class {|WBF001:PlayerCache|};" + Types,
        "using WriteBack.Fast;\n// mine\n[WriteBackCache<Key, State>]\nsealed partial class PlayerCache;" + Types);

    [Fact]
    public Task Partial_containers() => FixTest<MakePartialFix>.Fixes(
        "class {|WBF004:Outer|} { struct {|WBF004:Middle|} { [WriteBack.Fast.WriteBackCache<Key, State>] public partial class PlayerCache; } }" + Types,
        "partial class Outer { partial struct Middle { [WriteBack.Fast.WriteBackCache<Key, State>] public partial class PlayerCache; } }" + Types);

    [Theory]
    [InlineData("public record struct Key(int A, string B);", "public readonly record struct Key(int A, string B);")]
    [InlineData(
        "// mine\ninternal struct Key\n{\n    public int A { get; set; }\n    // second\n    [System.Obsolete] public string B;\n    private readonly int _c;\n    public const int D = 1;\n}",
        "// mine\ninternal readonly record struct Key\n{\n    public int A { get; init; }\n    // second\n    [System.Obsolete] public string B { get; init; }\n    private readonly int _c;\n    public const int D = 1;\n}")]
    [InlineData("public partial record struct Key { public int A { get; set; } }", "public readonly partial record struct Key { public int A { get; init; } }")]
    public Task Readonly_record_struct(string key, string changed)
    {
        const string Cache = "#pragma warning disable CS0169, CS0649\n[WriteBack.Fast.WriteBackCache<{0}, long>] internal partial class PlayerCache;\n";
        return FixTest<ReadonlyKeyFix>.Fixes(
            Cache.Replace("{0}", "{|WBF012:Key|}", StringComparison.Ordinal) + key, Cache.Replace("{0}", "Key", StringComparison.Ordinal) + changed);
    }

    [Theory]
    [InlineData("public struct Key { public int A { get; set; } public static bool operator !(Key key) => true; }")]
    [InlineData("public struct Key { public int A, B; }")]
    public Task Key_that_is_no_simple_struct(string key) => FixTest<ReadonlyKeyFix>.FixesNothing(
        "[WriteBack.Fast.WriteBackCache<{|WBF012:Key|}, long>] public partial class PlayerCache;\n" + key);

    [Theory]
    [InlineData("public class State { public int A { get; init; } public int {|WBF007:B|} { get; } }", "public class State { public int A { get; init; } [WriteBackIgnore] public int B { get; } }")]
    [InlineData("public record struct State(int A, System.Action {|WBF016:B|});", "public record struct State(int A, [WriteBackIgnore] System.Action B);")]
    [InlineData("public struct State { public int A; public object {|WBF016:B|}; }", "public struct State { public int A; [WriteBackIgnore] public object B; }")]
    public Task Ignored_member(string value, string changed)
    {
        const string Cache = "using WriteBack.Fast;\n[WriteBackCache<int, State>] public partial class PlayerCache;\n";
        return FixTest<IgnoreMemberFix>.Fixes(Cache + value, Cache + changed);
    }

    [Theory]
    [InlineData("[WriteBack.Fast.WriteBackCache<int, {|WBF016:object|}>] public partial class PlayerCache;")]
    [InlineData("[WriteBack.Fast.WriteBackCache<Key, int>] public partial class PlayerCache; public struct Key { public int {|WBF007:A|} { get; } }")]
    public Task What_cannot_be_ignored(string source) => FixTest<IgnoreMemberFix>.FixesNothing(source);

    [Theory]
    [InlineData("public record struct State(int {|WBF008:Id|});", "public record struct State([WriteBackColumn(\"state_id\")] int Id);")]
    [InlineData("public record struct State([property: WriteBackColumn(\"ID\")] int {|WBF008:A|});", "public record struct State([property: WriteBackColumn(\"state_ID\")] int A);")]
    [InlineData("public struct State { [WriteBackColumn({|WBF011:\"2 b\"|})] public int A { get; set; } }", "public struct State { [WriteBackColumn(\"_2_b\")] public int A { get; set; } }")]
    public Task Renamed_column(string value, string changed)
    {
        const string Cache = "using WriteBack.Fast;\n[WriteBackCache<Key, State>] public partial class PlayerCache;\npublic readonly record struct Key(int Id);\n";
        return FixTest<RenameFix>.Fixes(Cache + value, Cache + changed);
    }

    [Fact]
    public Task Renamed_column_of_an_attribute_by_another_name()
    {
        const string Cache = "using Column = WriteBack.Fast.WriteBackColumnAttribute;\n[WriteBack.Fast.WriteBackCache<int, State>] public partial class PlayerCache;\n";
        return FixTest<RenameFix>.Fixes(
            Cache + "public record struct State([property: Column(\"KEY\")] int {|WBF008:A|});",
            Cache + "public record struct State([property: Column(\"state_KEY\")] int A);");
    }

    [Fact]
    public Task Column_that_another_attribute_seems_to_name()
    {
        const string Cache = "using WriteBack.Fast;\n[WriteBackCache<int, State>] public partial class PlayerCache;\n";
        const string Other = "namespace Mine { public sealed class WriteBackColumnAttribute(string name) : System.Attribute { public string Name => name; } }";
        return FixTest<RenameFix>.Fixes(
            Cache + "public struct State { [Mine.WriteBackColumn(\"A\")] public int {|WBF008:Key|}; }\n" + Other,
            Cache + "public struct State { [Mine.WriteBackColumn(\"A\")][WriteBackColumn(\"state_key\")] public int Key; }\n" + Other);
    }

    [Theory]
    [InlineData("game/players", "game_players")]
    [InlineData("sqlite_players", "the_sqlite_players")]
    public Task Renamed_cache(string name, string changed)
    {
        const string Cache = "using WriteBack.Fast;\n[WriteBackCache<int, int>(Name = {0})] public partial class PlayerCache;\n";
        return FixTest<RenameFix>.Fixes(
            Cache.Replace("{0}", $$"""{|WBF011:"{{name}}"|}""", StringComparison.Ordinal),
            Cache.Replace("{0}", $"\"{changed}\"", StringComparison.Ordinal));
    }
}
