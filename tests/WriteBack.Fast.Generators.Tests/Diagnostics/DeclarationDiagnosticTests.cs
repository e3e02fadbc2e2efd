using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Faults of the class: WBF001 to WBF004, WBF009, WBF010.</summary>
public class DeclarationDiagnosticTests
{
    private const string Types = """

        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score);
        """;

    [Fact]
    public Task Class_that_is_not_partial() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public sealed class {|#0:PlayerCache|};" + Types,
        "WBF001", "Make 'PlayerCache' partial: the cache is generated into it");

    [Fact]
    public Task Generic_class() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public partial class {|#0:PlayerCache|}<T>;" + Types,
        "WBF002", "Declare 'PlayerCache' without type parameters, its own or of a type around it");

    [Fact]
    public Task Class_in_a_generic_type() => DiagnosticTest.Expect(
        "public partial class Outer<T> { [WriteBackCache<Key, State>] public partial class {|WBF002:PlayerCache|}; }" + Types);

    [Theory]
    [InlineData("static partial class {|#0:PlayerCache|};", "must not be static")]
    [InlineData("abstract partial class {|#0:PlayerCache|};", "must not be abstract")]
    [InlineData("partial record {|#0:PlayerCache|};", "must not be a record")]
    [InlineData("partial class {|#0:PlayerCache|} : Base; public class Base;", "must not have a base class of its own")]
    public Task Class_that_is_not_ordinary(string declaration, string reason) => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public " + declaration + Types,
        "WBF003", "Declare 'PlayerCache' as an ordinary class: it " + reason);

    [Fact]
    public Task Class_local_to_its_file() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] file partial class {|WBF003:PlayerCache|};" + Types);

    [Fact]
    public Task Containing_type_that_is_not_partial() => DiagnosticTest.Expect(
        """
        public partial class Outer
        {
            public struct {|#0:Middle|} { [WriteBackCache<Key, State>] public partial class PlayerCache; }
        }
        """ + Types,
        "WBF004", "Make 'Middle' partial: the cache 'PlayerCache' inside it is generated");

    [Theory]
    [InlineData("[WriteBackCache<{|WBF009:Secret|}, State>] public partial class PlayerCache; internal record struct Secret(int Id);")]
    [InlineData("[WriteBackCache<Key, {|WBF009:Secret|}>] public partial class PlayerCache; internal record struct Secret(int Hash);")]
    [InlineData("[WriteBackCache<Key, {|WBF009:Box<Secret>|}>] public partial class PlayerCache; internal class Secret; public record struct Box<T>(int Hash);")]
    [InlineData("[WriteBackCache<Key, {|WBF009:Secret[]|}>] public partial class PlayerCache; internal class Secret;")]
    [InlineData("[WriteBackCache<{|WBF009:Secret|}, State>] partial class PlayerCache; file record struct Secret(int Id);")]
    [InlineData("public partial class Outer { [WriteBackCache<{|WBF009:Secret|}, State>] internal partial class PlayerCache; private record struct Secret(int Id); }")]
    [InlineData("public partial class Outer { [WriteBackCache<{|WBF009:Secret|}, State>] private protected partial class PlayerCache; private record struct Secret(int Id); }")]
    [InlineData("public partial class Outer { [WriteBackCache<{|WBF009:Secret|}, State>] internal partial class PlayerCache; protected record struct Secret(int Id); }")]
    [InlineData("public partial class Outer { [WriteBackCache<{|WBF009:Secret|}, State>] protected partial class PlayerCache; private protected record struct Secret(int Id); }")]
    public Task Less_accessible_key_or_value(string source) => DiagnosticTest.Expect(source + Types);

    [Fact]
    public Task Less_accessible_type_is_named() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, {|#0:Secret|}>] public partial class PlayerCache; internal record struct Secret(int Hash);" + Types,
        "WBF009", "Make 'Secret' at least as accessible as the cache 'PlayerCache'");

    [Theory]
    [InlineData("public int {|WBF010:Schema|} => 1;")]
    [InlineData("public static void {|WBF010:OpenAsync|}(string path) { }")]
    [InlineData("public struct {|WBF010:Traits|};")]
    [InlineData("public class {|WBF010:GeneratedSchema|};")]
    [InlineData("public int {|WBF010:GetAsync|};")]
    [InlineData("public int {|WBF010:Remove|} => 1;")]
    [InlineData("public void {|WBF010:GetAsync|}(Key key, System.Threading.CancellationToken token) { }")]
    [InlineData("public void {|WBF010:Set|}(long a, int b, State c, FlushPriority d) { }")]
    [InlineData("public void {|WBF010:Update|}<T>(long a, int b, T c, UpdateAction<State, T> d, FlushPriority e) { }")]
    [InlineData("public {|WBF010:PlayerCache|}(IWriteBackStore<Key, State> store, WriteBackOptions options) { }")]
    public Task Member_that_is_generated(string member) => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public partial class PlayerCache { " + member + " }" + Types);

    [Theory]
    [InlineData("(int, int)", "(int X, int Y)")]
    [InlineData("System.Collections.Generic.List<object>", "System.Collections.Generic.List<dynamic>")]
    [InlineData("string", "string?")]
    [InlineData("nint[]", "System.IntPtr[]")]
    public Task Member_whose_types_are_generated_by_other_names(string value, string other) => DiagnosticTest.Expect(
        $$"""
        #pragma warning disable CS8714
        [WriteBackCache<Key, {{value}}>] public partial class PlayerCache
        {
            public void {|WBF010:Set|}(Key key, {{other}} value, FlushPriority priority) { }
            public void {|WBF010:TrySet|}(long tenant, int id, {{other}} value, FlushPriority priority) { }
            public void {|WBF010:Update|}<T>(Key key, T by, UpdateAction<{{other}}, T> change, FlushPriority priority) { }
            private {|WBF010:PlayerCache|}(IWriteBackStore<Key, {{other}}> store, WriteBackOptions? options) { }
        }
        """ + Types);

    [Fact]
    public Task Primary_constructor() => DiagnosticTest.Expect(
        "[WriteBackCache<Key, State>] public partial class {|#0:PlayerCache|}();" + Types,
        "WBF010", "Remove or rename '.ctor': the generated constructor cannot call a primary constructor");

    [Theory]
    [InlineData("Schema")]
    [InlineData("Traits")]
    [InlineData("Contains")]
    public Task Class_named_like_a_generated_member(string name) => DiagnosticTest.Expect(
        $"[WriteBackCache<Key, State>] public partial class {{|WBF010:{name}|}};" + Types);

    [Fact]
    public Task Every_fault_is_reported() => DiagnosticTest.Expect(
        "public static class {|WBF004:Outer|} { [WriteBackCache<Key, {|WBF009:Hidden|}>] public static class {|WBF001:{|WBF003:PlayerCache|}|}; } internal record struct Hidden(int Hash);" + Types);
}
