using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>The method that adds a cache to a host's services, in a project that refers to the package for hosts.</summary>
public class RegistrationTests
{
    private const string Keys = """
        using WriteBack.Fast;
        public readonly record struct Key(long Id);
        public record struct State(long Score);

        """;

    [Theory]
    [InlineData("namespace Game { [WriteBackCache<Key, State>] public sealed partial class PlayerCache; }", "public", "Game.PlayerCache")]
    [InlineData("[WriteBackCache<Key, State>] internal sealed partial class PlayerCache;", "internal", "PlayerCache")]
    [InlineData("[WriteBackCache<Key, State>] sealed partial class @event;", "internal", "event")]
    [InlineData("public partial class Outer { [WriteBackCache<Key, State>] internal sealed partial class PlayerCache; }", "internal", "Outer.PlayerCache")]
    [InlineData("partial interface IOuter { [WriteBackCache<Key, State>] public sealed partial class PlayerCache; }", "internal", "IOuter.PlayerCache")]
    public void A_cache_that_its_project_can_see_gets_one(string declaration, string access, string path)
    {
        string text = Registration(declaration)!;

        string name = path.Split('.')[^1];
        string prefix = path.Replace("Game.", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal);
        Assert.Contains($"{access} static class {prefix}ServiceCollectionExtensions", text, StringComparison.Ordinal);
        Assert.Contains($"Add{name}(\n", text, StringComparison.Ordinal);
        Assert.Equal(path.StartsWith("Game", StringComparison.Ordinal), text.Contains("namespace Game;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("public partial class Outer { [WriteBackCache<Key, State>] private sealed partial class PlayerCache; }")]
    [InlineData("public partial class Outer { protected partial class Inner { [WriteBackCache<Key, State>] public sealed partial class PlayerCache; } }")]
    [InlineData("[WriteBackCache<Key, State>] public sealed partial class PlayerCache; static class PlayerCacheServiceCollectionExtensions;")]
    public void A_cache_that_it_cannot_see_or_whose_name_is_taken_gets_none(string declaration) => Assert.Null(Registration(declaration));

    [Fact]
    public void Without_the_package_for_hosts_there_is_none() => Assert.Single(
        Compiled.From(Keys + "[WriteBackCache<Key, State>] public sealed partial class PlayerCache;").Run.GeneratedTrees);

    [Fact]
    public async Task What_is_generated_is_no_reason_to_generate_nothing()
    {
        var compiled = Compiled.From(Compiled.Input(Keys + "[WriteBackCache<Key, State>] public sealed partial class PlayerCache;").AddReferences(References.Hosting));

        Assert.Empty(await compiled.AnalyzeAsync());
        Assert.Equal(2, Compiled.From(compiled.Output.RemoveSyntaxTrees(compiled.Run.GeneratedTrees[0])).Run.GeneratedTrees.Length);
    }

    private static string? Registration(string declaration)
    {
        var compiled = Compiled.From(Compiled.Input(Keys + declaration).AddReferences(References.Hosting));
        Assert.Empty(compiled.Problems);
        return compiled.Run.GeneratedTrees.Select(static tree => tree.ToString())
            .SingleOrDefault(static text => text.Contains("AddWriteBackCache", StringComparison.Ordinal));
    }
}
