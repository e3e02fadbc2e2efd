using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>Calls that do not what they seem to: WBF017 to WBF019.</summary>
public class MisuseTests
{
    [Theory]
    [InlineData("if (cache.TryGet(key, out var state)) cache.{|#0:Set|}(key, state with { Score = 1 });", "Update", "TryGet", "Set")]
    [InlineData("cache.TryGet(1, 2, out State state); state.Score++; cache.{|#0:TrySet|}(1, 2, state);", "Update", "TryGet", "TrySet")]
    [InlineData("var state = await cache.GetAsync(key) ?? default; var next = state with { Score = 1 }; await cache.{|#0:SetAsync|}(key, next);", "UpdateAsync", "GetAsync", "SetAsync")]
    [InlineData("await _cache.{|#0:SetAsync|}(key, (await _cache.LookupAsync(key)).Value with { Score = 1 });", "UpdateAsync", "LookupAsync", "SetAsync")]
    [InlineData("IWriteBackCache<Key, State> any = cache; var state = await any.GetAsync(key); any.{|#0:Set|}(key, state!.Value);", "Update", "GetAsync", "Set")]
    public Task Lost_update(string body, string advice, string read, string set) => Expect(
        body, "WBF017", $"Use '{advice}': a write that comes between '{read}' and this '{set}' is lost");

    [Theory]
    [InlineData("if (cache.TryGet(key, out var state)) cache.Set(other, state);")]
    [InlineData("if (cache.TryGet(key, out var state)) _cache.Set(key, state);")]
    [InlineData("if (!cache.TryGet(key, out _)) cache.Set(key, new State(1));")]
    [InlineData("cache.Update(key, 1, static (ref State state, int more) => state.Score += more);")]
    public Task No_lost_update(string body) => Expect(body);

    [Theory]
    [InlineData("cache.{|#0:SetAsync|}(key, default);", "SetAsync")]
    [InlineData("cache.{|#0:UpdateAsync|}(key, 1, static (ref State state, int more) => state.Score += more);", "UpdateAsync")]
    [InlineData("_cache?.{|#0:FlushAsync|}();", "FlushAsync")]
    [InlineData("_ = cache.{|#0:RemoveAsync|}(1, 2);", "RemoveAsync")]
    [InlineData("System.Action save = () => cache.{|#0:SetAsync|}(key, default);", "SetAsync")]
    [InlineData("void Save() { cache.{|#0:CloseAsync|}(); } Save();", "CloseAsync")]
    public Task Not_awaited(string body, string call) => DiagnosticTest.ExpectBesideCode(
        Program("void", body), "WBF018", $"Await '{call}': until it completes nothing is promised, and its failure goes unseen");

    [Theory]
    [InlineData("await cache.SetAsync(key, default);")]
    [InlineData("var set = cache.SetAsync(key, default); await set;")]
    [InlineData("System.Func<System.Threading.Tasks.ValueTask> save = () => cache.SetAsync(key, default);")]
    [InlineData("{|CS4014:cache.SetAsync(key, default)|};")]
    [InlineData("_ = System.Threading.Tasks.Task.Delay(1).AsValue();")]
    public Task Awaited_or_told_by_the_compiler(string body) => DiagnosticTest.ExpectBesideCode(Program(
        "async System.Threading.Tasks.Task", body + " await System.Threading.Tasks.Task.Yield();"));

    [Theory]
    [InlineData("await cache.CloseAsync(); cache.{|#0:Set|}(key, default);", "Set", "CloseAsync", "cache")]
    [InlineData("var report = await cache.CloseAsync().ConfigureAwait(false); if (report.Stored > 0) { cache.{|#0:Remove|}(key); }", "Remove", "CloseAsync", "cache")]
    [InlineData("await _cache.DisposeAsync(); await _cache.{|#0:SetAsync|}(key, default);", "SetAsync", "DisposeAsync", "_cache")]
    public Task Write_after_close(string body, string write, string end, string cache) => Expect(
        body, "WBF019", $"Move '{write}' before the '{end}' of '{cache}': a closed cache throws ObjectDisposedException");

    [Theory]
    [InlineData("cache.Set(key, default); await cache.CloseAsync();")]
    [InlineData("if (other == key) await cache.CloseAsync(); cache.Set(key, default);")]
    [InlineData("if (other == key) { await cache.CloseAsync(); return; } cache.Set(key, default);")]
    [InlineData("await cache.CloseAsync(); _cache.Set(key, default);")]
    [InlineData("await cache.CloseAsync(); cache = _cache; cache.Set(key, default);")]
    [InlineData("await cache.CloseAsync(); System.Action late = () => cache.Set(key, default);")]
    [InlineData("await cache.CloseAsync(); _ = cache.Count;")]
    public Task No_write_after_close(string body) => Expect(body);

    private static Task Expect(string body) => DiagnosticTest.ExpectBesideCode(Asynchronous(body));

    private static Task Expect(string body, string id, string message) =>
        DiagnosticTest.ExpectBesideCode(Asynchronous(body), id, message);

    private static string Asynchronous(string body) =>
        Program("async System.Threading.Tasks.Task", body + " await System.Threading.Tasks.Task.Yield();");

    private static string Program(string returns, string body) =>
        $$"""
        #pragma warning disable WBF020 // BlockingCallTests tests it.
        public class Program(PlayerCache first)
        {
            private readonly PlayerCache _cache = first;
            public {{returns}} Run(PlayerCache cache, Key key, Key other) { {{body}} }
        }
        public static class Extensions { public static System.Threading.Tasks.ValueTask AsValue(this System.Threading.Tasks.Task task) => new(task); }
        public readonly record struct Key(long Tenant, int Id);
        public record struct State(long Score);
        [WriteBackCache<Key, State>] public sealed partial class PlayerCache;
        """;
}
