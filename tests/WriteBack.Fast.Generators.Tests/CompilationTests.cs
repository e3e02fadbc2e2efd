using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Declarations of every shape compile, together with what is generated, without an error or a warning.</summary>
public class CompilationTests
{
    private const string Types = """

        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score, string? Title);
        """;

    private const string Cache = "[WriteBack.Fast.WriteBackCache<Key, State>] public partial class PlayerCache;";

    [Theory]
    [InlineData(Cache + Types)]
    [InlineData("namespace A.B { " + Cache + Types + " }")]
    [InlineData("namespace A.@event; " + Cache + Types)]
    [InlineData("using static System.Math; [WriteBack.Fast.WriteBackCache<Key, State>] internal sealed partial class @class;" + Types)]
    [InlineData("[WriteBack.Fast.WriteBackCache<Key, State>] internal sealed partial class @record;" + Types)]
    [InlineData("using C = WriteBack.Fast.WriteBackCacheAttribute<Key, State>; [C] public partial class PlayerCache;" + Types)]
    [InlineData("[global::WriteBack.Fast.WriteBackCacheAttribute<Key, State>] public partial class PlayerCache { } public partial class PlayerCache { }" + Types)]
    public void Places_and_names(string source) => Compiles(source);

    [Theory]
    [InlineData("public partial class")]
    [InlineData("public static partial class")]
    [InlineData("public partial struct")]
    [InlineData("public readonly ref partial struct")]
    [InlineData("public partial record")]
    [InlineData("public partial record struct")]
    [InlineData("public partial interface")]
    public void Containers(string container) => Compiles($"{container} Outer {{ public partial class @if {{ {Cache} }} }}" + Types);

    [Theory]
    [InlineData("public partial class Outer { [WriteBack.Fast.WriteBackCache<Key, State>] private partial class PlayerCache; private record struct Key(int A); private record struct State(int B); }")]
    [InlineData("public partial class Outer { [WriteBack.Fast.WriteBackCache<Key, State>] protected partial class PlayerCache; protected record struct Key(int A); protected internal record struct State(int B); }")]
    [InlineData("public class Base { protected record struct Key(int A); } public partial class Outer : Base { [WriteBack.Fast.WriteBackCache<Key, long>] protected partial class PlayerCache; }")]
    [InlineData("public partial class Outer { [WriteBack.Fast.WriteBackCache<Key, long>] private protected partial class PlayerCache; private protected record struct Key(int A); }")]
    [InlineData("[WriteBack.Fast.WriteBackCache<Key, long>] internal partial class PlayerCache; internal record struct Key(int A);")]
    [InlineData("[WriteBack.Fast.WriteBackCache<PlayerCache.Key, PlayerCache.State>] public partial class PlayerCache { public record struct Key(int A); public record struct State(int B); }")]
    public void Visibility(string source) => Compiles(source);

    [Theory]
    [InlineData("public class System; public class WriteBack; public class Task; public class ValueTask;")]
    [InlineData("public class System { public class Guid; }")]
    [InlineData("public class @dynamic; public class @var; public struct @nint; public struct @nuint;")]
    public void Shadowing_names(string shadows) => Compiles(
        "namespace A { [global::WriteBack.Fast.WriteBackCache<B.Key, B.State>] public partial class PlayerCache { " + shadows + " } " + shadows + " } "
        + "namespace B { public readonly record struct Key(nint Id); public record struct State(System.Guid Token, dynamic Any, System.Collections.Generic.List<dynamic> All); }");

    [Fact]
    public void Nullable_disabled()
    {
        var compiled = Compiled.From(
            Cache + "public record struct Key(string Name, byte[] Data); public class State { public string Title { get; set; } public object Any; }",
            Microsoft.CodeAnalysis.NullableContextOptions.Disable);

        Assert.Empty(compiled.Problems);
        Assert.Contains("\"title\", global::WriteBack.Fast.ColumnType.String, IsKey: false, IsNullable: false", compiled.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bool")]
    [InlineData("sbyte")]
    [InlineData("byte")]
    [InlineData("short")]
    [InlineData("ushort")]
    [InlineData("int")]
    [InlineData("uint")]
    [InlineData("long")]
    [InlineData("ulong")]
    [InlineData("nint")]
    [InlineData("nuint")]
    [InlineData("float")]
    [InlineData("double")]
    [InlineData("decimal")]
    [InlineData("char")]
    [InlineData("System.Guid")]
    [InlineData("System.DateTime")]
    [InlineData("System.DateTimeOffset")]
    [InlineData("System.TimeSpan")]
    [InlineData("System.DateOnly")]
    [InlineData("System.TimeOnly")]
    [InlineData("System.DayOfWeek")]
    [InlineData("Wide")]
    public void Every_type_as_key_and_value_and_member(string type) => Compiles(
        $$"""
        public enum Wide : ulong { }
        public record struct Key({{type}} Id);
        public record struct State({{type}} A, {{type}}? B);
        [WriteBack.Fast.WriteBackCache<{{type}}, {{type}}>] public partial class SingleCache;
        [WriteBack.Fast.WriteBackCache<Key, State>] public partial class MemberCache
        {
            public bool Check({{type}} id, Key key) => Contains(id) | Contains(key) | TryGet(id, out _) | TryGet(in key, out _);
        }
        """);

    [Theory]
    [InlineData("string")]
    [InlineData("byte[]")]
    [InlineData("int[]")]
    [InlineData("int[,]")]
    [InlineData("System.Collections.Generic.List<int>")]
    [InlineData("System.Collections.Generic.Dictionary<string, int>")]
    [InlineData("System.Collections.Generic.IReadOnlyList<string>")]
    [InlineData("object")]
    [InlineData("System.Uri")]
    [InlineData("System.Version")]
    [InlineData("System.Half")]
    [InlineData("System.Numerics.BigInteger")]
    [InlineData("System.Numerics.Vector2")]
    [InlineData("System.ReadOnlyMemory<byte>")]
    [InlineData("System.Collections.Generic.KeyValuePair<int, string>")]
    [InlineData("System.ValueTuple<int, string>")]
    [InlineData("System.ValueTuple<int, int, int, int, int, int, int, System.ValueTuple<int>>")]
    [InlineData("Shape")]
    [InlineData("Inner<System.DateTime>")]
    public void Values_of_other_types(string type) => Compiles(
        $$"""
        public abstract class Shape { public int Sides { get; set; } }
        public record Inner<T>(T Start, T[] Rest) where T : struct;
        public record struct State({{type}} A, {{type}}? B);
        [WriteBack.Fast.WriteBackCache<int, {{type}}>] public partial class SingleCache;
        [WriteBack.Fast.WriteBackCache<int, State>] public partial class MemberCache;
        """);

    [Theory]
    [InlineData("public class State { public required int A { get; init; } public required string B; public int C { get; set; } }")]
    [InlineData("public class State { public required int A { get; set; } [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public State(int a) => A = a; }")]
    [InlineData("public class State { public required int A { get; set; } public State(int a) => A = a; }")]
    [InlineData("public class State { [WriteBack.Fast.WriteBackIgnore] public required string A { get; set; } public int B; }")]
    [InlineData("public record Base(int A) { public string? B { get; init; } } public record State(int A, int C) : Base(A);")]
    [InlineData("public abstract class Base { public abstract int A { get; set; } public virtual int B { get; set; } } public class State : Base { public override int A { get; set; } public new string B { get; set; } = \"\"; }")]
    [InlineData("public readonly struct State { public readonly int A; public int B { get; } public State(in int a, int b, int extra = 3) { A = a; B = b + extra; } }")]
    [InlineData("public struct State { public int @class; public int @namespace { get; set; } public int @record; public int _under; public int _1; }")]
    [InlineData("public record struct State(int Reader, int Writer, int Value, int Key2, int Result) { public double Ratio => Reader / 2.0; public int this[int i] => i; }")]
    [InlineData("public record struct State(int Foo, [property: WriteBack.Fast.WriteBackColumn(\"other\")] int foo);")]
    [InlineData("public record struct State(int A) { [System.Obsolete(\"old\")] public int B { get; set; } [System.Obsolete] public int C; }")]
    [InlineData("public record struct State(int A, [WriteBack.Fast.WriteBackIgnore] string B, [WriteBack.Fast.WriteBackIgnore] object C);")]
    [InlineData("public record struct State(dynamic A, System.Func<int>? B, State.Nested? C, State.Nested D) { public struct Nested; }")]
    [InlineData("public class State(string title, string[]? tags) { public string? Title { get; } = title; public string?[]? Tags { get; } = tags; }")]
    [InlineData("public class State { [System.Diagnostics.CodeAnalysis.DisallowNull] public string? Title { get; set; } }")]
    [InlineData("public class State(int a) { public int A { get; set; } = a; public State() : this(1) { } [System.Obsolete(\"gone\", true)] public State(int a, int b) : this(a) => B = b; public int B { get; set; } [System.Obsolete(\"gone\", true)] public int C { get; set; } }")]
    public void Values_of_many_shapes(string value) => Compiles(
        "[WriteBack.Fast.WriteBackCache<int, State>] public partial class PlayerCache;\n" + value);

    [Theory]
    [InlineData("Key", "public struct Key { public required int A { get; init; } public long B; }")]
    [InlineData("Key", "public readonly struct Key { public readonly int A; public Key(in int a) => A = a; }")]
    [InlineData("Key", "public readonly struct Key(int a, string b) { public int A { get; } = a; public string B => b; public int Twice => A * 2; }")]
    [InlineData("Key<int>", "public readonly record struct Key<T>(T A, string B) where T : struct;")]
    [InlineData("System.Collections.Generic.KeyValuePair<int, string>", "")]
    [InlineData("(int, string)", "")]
    [InlineData("Outer.Key", "public class Outer { public readonly record struct Key(Kind Kind); public enum Kind { @class } }")]
    public void Keys_of_many_shapes(string key, string declaration) => Compiles(
        $"[WriteBack.Fast.WriteBackCache<{key}, State>] public partial class PlayerCache;\n"
        + "public record struct State(long Score);\n" + declaration);

    [Fact]
    public void Attribute_given_twice_gets_the_compilers_error_alone()
    {
        var compiled = Compiled.From(
            Cache + "[WriteBack.Fast.WriteBackCache<Key, long>] public partial class PlayerCache;" + Types);

        Assert.Equal(["CS0579"], compiled.Problems.Select(static problem => problem.Id));
    }

    private static void Compiles(string source)
    {
        var compiled = Compiled.From(source);
        Assert.NotEmpty(compiled.Run.GeneratedTrees);
        Assert.Empty(compiled.Problems);
    }
}
