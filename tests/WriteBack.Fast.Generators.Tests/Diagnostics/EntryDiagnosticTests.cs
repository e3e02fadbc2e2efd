using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Faults of the key and the value: WBF005 to WBF008.</summary>
public class EntryDiagnosticTests
{
    [Theory]
    [InlineData("public record struct Key(object {|#0:Owner|});", "'Owner' must have a column type, not 'object'")]
    [InlineData("public record struct Key(int Id, int? {|#0:Sub|});", "'Sub' must not be nullable")]
    [InlineData("public record struct Key(string? {|#0:Name|});", "'Name' must not be nullable")]
    [InlineData("public struct Key { public int Id; public System.Half {|#0:Weight|}; }", "'Weight' must have a column type, not 'System.Half'")]
    [InlineData("public record struct Key(int Id, [property: WriteBackIgnore] int {|#0:Tag|});", "remove [WriteBackIgnore] from 'Tag', a key is stored whole")]
    public Task Key_member_that_cannot_be_one(string key, string reason) => DiagnosticTest.Expect(
        "[WriteBackCache<Key, long>] public partial class PlayerCache;\n" + key,
        "WBF005", "Change the key 'Key': " + reason);

    [Theory]
    [InlineData("public struct Key { }")]
    [InlineData("public struct Key { public int Twice => 2; public static int Zero { get; set; } }")]
    public Task Key_without_members(string key) => DiagnosticTest.Expect(
        "[WriteBackCache<{|#0:Key|}, long>] public partial class PlayerCache;\n" + key,
        "WBF005", "Change the key 'Key': it has no public member to store");

    [Fact]
    public Task Each_key_member_is_checked() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, long>] public partial class PlayerCache; public record struct Key(object {|WBF005:A|}, int B, int? {|WBF005:C|});");

    [Fact]
    public Task Framework_key_without_columns() => DiagnosticTest.Expect(
        "[WriteBackCache<{|WBF005:System.Half|}, long>] public partial class PlayerCache;");

    [Theory]
    [InlineData("public class State { }")]
    [InlineData("public class State { public int Twice => 2; [WriteBackIgnore] public int Hits { get; set; } private int Hidden { get; set; } }")]
    public Task Value_without_members(string value) => DiagnosticTest.Expect(
        "[WriteBackCache<int, {|#0:State|}>] public partial class PlayerCache;\n" + value,
        "WBF006", "Change the value 'State': it has no public member to store");

    [Fact]
    public Task Nullable_value() => DiagnosticTest.Expect(
        "#pragma warning disable CS8714\n[WriteBackCache<int, {|#0:long?|}>] public partial class PlayerCache;",
        "WBF006", "Change the value 'long?': it must not be nullable");

    [Theory]
    [InlineData("public class State { public int {|#0:Score|} { get; } public int Level { get; set; } }")]
    [InlineData("public class State { public int {|#0:Score|} { get; private set; } public int Level { get; set; } }")]
    [InlineData("public struct State { public readonly int {|#0:Score|}; public int Level; }")]
    [InlineData("public class State(int score, int level) { public long {|#0:Score|} { get; } = score; public int Level { get; } = level; public State() : this(1, 2) { } }")]
    public Task Member_that_cannot_be_set(string value) => DiagnosticTest.Expect(
        "#pragma warning disable CS0649\n[WriteBackCache<int, State>] public partial class PlayerCache;\n" + value,
        "WBF007",
        "Change 'State' so that it can be read back: give 'Score' an accessible setter or a constructor parameter, or mark it [WriteBackIgnore]");

    [Theory]
    [InlineData(
        "public class State { public int Score { get; set; } public State(long points) => Score = (int)points; }",
        "no member has the name and type of the constructor parameter 'points'")]
    [InlineData(
        "public class State { public int Score { get; set; } private State() { } }",
        "it has no constructor that the cache can call")]
    public Task Type_without_a_usable_constructor(string value, string reason) => DiagnosticTest.Expect(
        "[WriteBackCache<int, {|#0:State|}>] public partial class PlayerCache;\n" + value,
        "WBF007", "Change 'State' so that it can be read back: " + reason);

    [Fact]
    public Task Key_that_cannot_be_constructed() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, long>] public partial class PlayerCache; public struct Key { public int {|#0:Id|} { get; } }",
        "WBF007", "Change 'Key' so that it can be read back: give 'Id' an accessible setter or a constructor parameter");

    [Theory]
    [InlineData("public int* {|#0:Next|};")]
    [InlineData("public fixed int {|#0:Next|}[4];")]
    public Task Member_that_no_store_can_hold(string member) => DiagnosticTest.Expect(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public unsafe struct State { public int Id; " + member + " }",
        "WBF007", "Change 'State' so that it can be read back: give 'Next' a type that can be stored, or mark it [WriteBackIgnore]");

    [Fact]
    public Task Two_members_in_one_column() => DiagnosticTest.Expect(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public record struct State(int Level, [property: WriteBackColumn(\"LEVEL\")] int {|#0:Rank|});",
        "WBF008", "Give 'Rank' another column with [WriteBackColumn]: 'LEVEL' is already the column of 'Level'");

    [Fact]
    public Task Key_and_value_in_one_column() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public partial class PlayerCache; public record struct Key(int PlayerId); public record struct State(int {|WBF008:PlayerId|});");

    [Fact]
    public Task Single_column_key_and_value_member_in_one_column() => DiagnosticTest.Expect(
        "[WriteBackCache<int, State>] public partial class PlayerCache; public record struct State(int {|WBF008:Key|});");

    [Fact]
    public Task Single_column_value_and_key_member_in_one_column() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, long>] public partial class PlayerCache; public record struct Key(int {|#0:Value|});",
        "WBF008", "Give 'Value' another column with [WriteBackColumn]: 'value' is already the column of 'long'");

    [Theory]
    [InlineData("[WriteBackCache<{|CS0453:string|}, long>] public partial class PlayerCache;")]
    [InlineData("[WriteBackCache<{|CS0246:Missing|}, long>] public partial class PlayerCache;")]
    [InlineData("[WriteBackCache<int, {|CS0246:Missing|}>] public partial class PlayerCache;")]
    [InlineData("[{|CS0592:WriteBackCache<int, long>|}] public partial struct PlayerCache;")]
    public Task What_the_compiler_refuses_gets_no_second_diagnostic(string source) => DiagnosticTest.Expect(source);
}
