using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>Compares generated files with committed ones, letter by letter. WRITEBACK_UPDATE_SNAPSHOTS=1 writes them anew.</summary>
public class SnapshotTests
{
    [Fact]
    public void Struct_value_in_a_namespace() => Match("Game.PlayerCache", """
        using WriteBack.Fast;

        namespace Game;

        public readonly record struct PlayerKey(long TenantId, int PlayerId);
        public record struct PlayerState(long Score, int Level, double X, double Y, string? Title);

        [WriteBackCache<PlayerKey, PlayerState>]
        public sealed partial class PlayerCache;
        """);

    [Fact]
    public void Nested_internal_class_value_in_the_global_namespace() => Match("Host.SessionCache", """
        using WriteBack.Fast;

        internal readonly record struct SessionKey(string Realm, System.Guid Id);

        internal sealed class Session
        {
            public required string User { get; init; }
            public System.DateTime? Expires { get; init; }
            [WriteBackColumn("payload")] public System.Collections.Generic.List<string>? Roles { get; init; }
            [WriteBackIgnore] public object? Handle { get; set; }
        }

        internal static partial class Host
        {
            [WriteBackCache<SessionKey, Session>(Name = "sessions", Statistics = false)]
            internal sealed partial class SessionCache;
        }
        """);

    [Fact]
    public void The_page_about_generated_code_shows_what_is_generated()
    {
        string[] blocks = [.. Markdown.CSharp(Repository.Read("docs", "generated.md"))];

        Assert.Equal(Compiled.From(blocks[0]).Text, blocks[1]);
    }

    private static void Match(string name, string source)
    {
        var compiled = Compiled.From(source);
        Assert.Empty(compiled.Problems);
        Assert.Equal(name + ".g.cs", Path.GetFileName(Assert.Single(compiled.Run.GeneratedTrees).FilePath));
        string file = Path.Combine(Repository.Project, "Snapshots", name + ".g.cs.txt");
        if (Environment.GetEnvironmentVariable("WRITEBACK_UPDATE_SNAPSHOTS") == "1")
            File.WriteAllText(file, compiled.Text);
        else
            Assert.Equal(File.ReadAllText(file), compiled.Text);
    }
}
