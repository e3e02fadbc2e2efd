using WriteBack.Fast.CodeFixes;
using WriteBack.Fast.Generators.Analysis;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Blocking writes in asynchronous functions, and their fix: WBF020.</summary>
public class BlockingCallTests
{
    [Theory]
    [InlineData("cache.{|#0:Set|}(key, default);", "Set")]
    [InlineData("cache.{|#0:Set|}(1, 2, default);", "Set")]
    [InlineData("any.{|#0:Remove|}(key);", "Remove")]
    [InlineData("cache?.{|#0:Remove|}(key);", "Remove")]
    [InlineData("if (cache.{|#0:Update|}(key, 1, Add)) return;", "Update")]
    [InlineData("async Task Save() { cache.{|#0:Set|}(key, default); await Task.Yield(); } await Save();", "Set")]
    [InlineData("Func<Task> save = async () => { any.{|#0:Set|}(key, default); await Task.Yield(); };", "Set")]
    [InlineData("lock (Hold(() => { })) { } cache.{|#0:Set|}(key, default);", "Set")]
    public Task In_an_asynchronous_function(string body, string call) => DiagnosticTest.ExpectBesideCode(
        Asynchronous(body), "WBF020", $"Await '{call}Async': '{call}' blocks the thread while there is no space for the write");

    [Theory]
    [InlineData("cache.TrySet(key, default);")]
    [InlineData("await cache.SetAsync(key, default);")]
    [InlineData("cache.SetMany([key], [default]);")]
    [InlineData("void Save() => cache.Set(key, default); Save();")]
    [InlineData("Action save = () => cache.Set(key, default);")]
    [InlineData("lock (this) { cache.Set(key, default); }")]
    [InlineData("unsafe { cache.Set(key, default); }")]
    [InlineData("try { } catch (Exception) when (cache.Update(key, 1, Add)) { }")]
    [InlineData("cache.Set(\"mine\");")]
    [InlineData("new Fake().Set(key, default);")]
    public Task Elsewhere_and_of_other_calls(string body) => DiagnosticTest.ExpectBesideCode(Asynchronous(body));

    [Theory]
    [InlineData("cache.Set(key, default);")]
    [InlineData("_ = cache.Update(key, 1, Add);")]
    public Task In_a_synchronous_function(string body) => DiagnosticTest.ExpectBesideCode(Program("void", body));

    [Theory]
    [InlineData("cache.{|WBF020:Set|}(key, default);", "await cache.SetAsync(key, default);")]
    [InlineData(
        "// first\n        cache.{|WBF020:Set|}(1, /* id */ 2, default); // last\n       ",
        "// first\n        await cache.SetAsync(1, /* id */ 2, default); // last\n       ")]
    [InlineData("cache.{|WBF020:Set|}(in key, in value, FlushPriority.High);", "await cache.SetAsync(key, value, priority: FlushPriority.High);")]
    [InlineData("cache.{|WBF020:Set|}(1, 2, value, FlushPriority.High);", "await cache.SetAsync(1, 2, value, priority: FlushPriority.High);")]
    [InlineData("cache.{|WBF020:Set|}(value: default, key: in key);", "await cache.SetAsync(value: default, key: key);")]
    [InlineData("any.{|WBF020:Remove|}(key);", "await any.RemoveAsync(key);")]
    [InlineData("cache.{|WBF020:Remove|}(1, 2);", "await cache.RemoveAsync(1, 2);")]
    [InlineData("if (!cache.{|WBF020:Update|}(key, 1, Add)) return;", "if (!await cache.UpdateAsync(key, 1, Add)) return;")]
    [InlineData("_ = cache.{|WBF020:Update<int>|}(1, 2, 3, Add).ToString();", "_ = (await cache.UpdateAsync<int>(1, 2, 3, Add)).ToString();")]
    [InlineData(
        "any.{|WBF020:Set|}(\n            key,\n            in value);\n        any.{|WBF020:Remove|}(key);",
        "await any.SetAsync(\n            key,\n            value);\n        await any.RemoveAsync(key);")]
    public Task A_fix_awaits_the_asynchronous_form(string body, string changed) =>
        CallFixTest<BlockingCallAnalyzer, AwaitCallFix>.Fixes(Using(Asynchronous(body)), Using(Asynchronous(changed)));

    [Fact]
    public Task A_fix_awaits_a_call_within_the_class()
    {
        const string Declaration =
            "using WriteBack.Fast;\n[WriteBackCache<int, int>] public partial class PlayerCache { public async System.Threading.Tasks.Task Save() { {0} await FlushAsync(); } }";
        return CallFixTest<BlockingCallAnalyzer, AwaitCallFix>.Fixes(
            Declaration.Replace("{0}", "{|WBF020:Set|}(1, 2);", StringComparison.Ordinal),
            Declaration.Replace("{0}", "await SetAsync(1, 2);", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cache.{|WBF020:Remove|}(key, FlushPriority.Low);")]
    [InlineData("cache.{|WBF020:Update|}(key, 1, Add, FlushPriority.High);")]
    [InlineData("cache?.{|WBF020:Set|}(key, value);")]
    public Task There_is_no_fix_where_the_form_does_not_take_the_arguments(string body) =>
        CallFixTest<BlockingCallAnalyzer, AwaitCallFix>.FixesNothing(Using(Asynchronous(body)));

    private static string Using(string source) => "using WriteBack.Fast;\n" + source;

    private static string Asynchronous(string body) => Program("async Task", body + " await Task.Yield();");

    private static string Program(string returns, string body) =>
        $$"""
        using System;
        using System.Threading.Tasks;
        public class Program
        {
            public {{returns}} Run(PlayerCache cache, IWriteBackCache<Key, State> any, Key key, State value)
            {
                {{body}}
            }
            private static void Add(ref State state, int more) => state.Score += more;
            private static object Hold(Action action) => action;
        }
        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score);
        public class Fake { public void Set(Key key, State value) { } public Task SetAsync(Key key, State value) => Task.CompletedTask; }
        [WriteBackCache<Key, State>] public sealed partial class PlayerCache { public void Set(string name) => _ = name; }
        """;
}
