using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Names and doubtful declarations: WBF011 to WBF016.</summary>
public class AdviceTests
{
    [Theory]
    [InlineData("a b", "is no identifier of letters, digits and underscores")]
    [InlineData("1st", "is no identifier of letters, digits and underscores")]
    [InlineData("SQLite_x", "begins with 'sqlite_', which SQLite keeps to itself")]
    public Task Cache_name_that_is_no_identifier(string name, string reason) => DiagnosticTest.Expect(
        $"[WriteBackCache<int, int>(Name = {{|#0:\"{name}\"|}})] public partial class PlayerCache;",
        "WBF011", $"Choose another name than '{name}' for the cache: it {reason}");

    [Fact]
    public Task Class_name_that_makes_no_table_name() => DiagnosticTest.Expect(
        "[WriteBackCache<int, int>] public partial class {|WBF011:SqliteMasterCache|};");

    [Theory]
    [InlineData("[WriteBackColumn({|#0:\"a-b\"|})] public int A;", "a-b", "is no identifier of letters, digits and underscores")]
    [InlineData("public int {|#0:Größte_Größe_der_größten_Größen_in_der_größten_der_größten_Größen|};", "größte_größe_der_größten_größen_in_der_größten_der_größten_größen", "has more than 63 bytes")]
    public Task Column_name_that_is_no_identifier(string member, string name, string reason) => DiagnosticTest.Expect(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public struct State { " + member + " }",
        "WBF011", $"Choose another name than '{name}' for the column: it {reason}");

    [Theory]
    [InlineData("public record struct Key(int A);")]
    [InlineData("public struct Key { public int A; }")]
    [InlineData("public struct Key { public int A { get; set; } }")]
    public Task Mutable_key(string key) => DiagnosticTest.ExpectBesideCode(
        "[WriteBackCache<{|#0:Key|}, long>] public partial class PlayerCache;\n" + key,
        "WBF012", "Make 'Key' a readonly record struct: changing a copy of a key changes no entry, but looks as if it did");

    [Theory]
    [InlineData("Key", "public readonly record struct Key(int A);")]
    [InlineData("Key", "public struct Key { public readonly int A; public int B { get; init; } public Key(int a) => A = a; }")]
    [InlineData("(int, string)", "")]
    [InlineData("System.DayOfWeek", "")]
    public Task Key_that_cannot_be_changed(string key, string declaration) => DiagnosticTest.ExpectBesideCode(
        $"[WriteBackCache<{key}, long>] public partial class PlayerCache;\n{declaration}");

    [Theory]
    [InlineData("State", "Score", "public class State { public int Level { get; init; } public int Score { get; set; } }")]
    [InlineData("State", "Score", "public class Base { public int Score; } public class State : Base { public int Level { get; init; } }")]
    [InlineData("System.Collections.Generic.List<int>", "Capacity", "")]
    public Task Mutable_class_value(string value, string member, string declaration) => DiagnosticTest.ExpectBesideCode(
        $"[WriteBackCache<int, {{|#0:{value}|}}>] public partial class PlayerCache;\n{declaration}",
        "WBF013",
        $"Make '{value.Split('.', '<')[^(value.Contains('<', StringComparison.Ordinal) ? 2 : 1)]}' immutable, or a struct: "
        + $"the flusher reads the instance that you hold, so a change to '{member}' is stored by chance");

    [Theory]
    [InlineData("State", "public record State(int Score) { [WriteBackIgnore] public int Seen { get; set; } internal int Hidden { get; set; } }")]
    [InlineData("State", "public record struct State(int Score);")]
    [InlineData("string", "")]
    [InlineData("byte[]", "")]
    [InlineData("System.Collections.Immutable.ImmutableList<int>", "")]
    public Task Value_that_cannot_be_changed_or_is_copied(string value, string declaration) => DiagnosticTest.ExpectBesideCode(
        $"[WriteBackCache<int, {value}>] public partial class PlayerCache;\n{declaration}");

    [Fact]
    public Task Names_given_twice() => DiagnosticTest.ExpectBesideCode(
        """
        [WriteBackCache<int, int>] public partial class {|WBF014:PlayerCache|};
        public partial class Other { [WriteBackCache<int, int>] public partial class {|WBF014:PlayerCache|}; }
        [WriteBackCache<int, int>(Name = {|#0:"PLAYER"|})] public partial class ScoreCache;
        [WriteBackCache<int, int>(Name = "players")] public partial class PlayersCache;
        """,
        "WBF014", "Give 'ScoreCache' another Name than 'PLAYER', which 'Other.PlayerCache' has as well: in one database they would share a table");

    [Theory]
    [InlineData("decimal A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; public bool Q;", 264)]
    [InlineData("Row A, B, C, D; public struct Row { public string Name; public int Id; public System.Guid G, H, I; public long? J; }", 320)]
    [InlineData("Row A; public int B; [System.Runtime.CompilerServices.InlineArray(40)] public struct Row { private double _first; }", 328)]
    public Task Large_value(string members, int bytes) => DiagnosticTest.ExpectBesideCode(
        "#pragma warning disable WBF016, CS0169, CS0649\n[WriteBackCache<int, {|#0:State|}>] public partial class PlayerCache; public struct State { public "
        + members + " }",
        "WBF015", $"Consider making 'State' a sealed record class: each read and write copies about {bytes} bytes");

    [Fact]
    public Task Value_of_just_256_bytes() => DiagnosticTest.ExpectBesideCode(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public struct State { public decimal A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P; }");

    [Fact]
    public Task Member_that_MessagePack_does_not_know() => DiagnosticTest.ExpectBesideCode(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public record struct State(int A, System.Collections.Generic.List<Inner?> {|#0:B|}); public record struct Inner(int C);",
        "WBF016",
        "Change or ignore 'B', mark 'Inner' [MessagePackObject], or give a Serializer that knows it: MessagePack does not, so no entry could be stored");

    [Fact]
    public Task Member_that_MessagePack_knows() => DiagnosticTest.ExpectBesideCode(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public record struct State(int A, (int X, System.Uri Y)?[] B, System.Text.StringBuilder C);");

    [Fact]
    public Task Value_that_MessagePack_does_not_know() => DiagnosticTest.ExpectBesideCode(
        "[WriteBackCache<int, {|WBF016:System.IDisposable|}>] public partial class PlayerCache;");
}
