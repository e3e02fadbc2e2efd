using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests;

/// <summary>The calls with the key's members in place of the key.</summary>
public class KeyCallTests
{
    [Fact]
    public void Each_call_can_be_made_with_key_and_with_members()
    {
        var compiled = Compiled.From("""
            using System.Threading;
            using System.Threading.Tasks;
            using WriteBack.Fast;
            public readonly record struct Key(long Tenant, int Id);
            public record struct State(long Score);
            [WriteBackCache<Key, State>] public partial class PlayerCache;
            internal static class Caller
            {
                public static async Task Call(PlayerCache cache, Key key, State state, CancellationToken ct)
                {
                    if (cache.TryGet(key, out _) | cache.TryGet(in key, out _) | cache.TryGet(new(1, 2), out _) | cache.TryGet(1, 2, out _)) { }
                    if (cache.Contains(key) | cache.Contains(1, 2)) { }
                    cache.Set(key, state, FlushPriority.High);
                    cache.Set(new(1, 2), new(3));
                    cache.Set(1, 2, new(3), FlushPriority.High);
                    if (cache.TrySet(key, state) | cache.TrySet(1, 2, state)) { }
                    if (cache.Update(key, 5, static (ref value, by) => value.Score += by)) { }
                    if (cache.Update(1, 2, 5, static (ref value, by) => value.Score += by, FlushPriority.Low)) { }
                    cache.Remove(key, FlushPriority.High);
                    cache.Remove(1, 2);
                    State? found = await cache.GetAsync(key, ct) ?? await cache.GetAsync(1, 2, ct);
                    await cache.SetAsync(key, found!.Value, WriteDurability.Stored, FlushPriority.High, ct);
                    await cache.SetAsync(1, 2, state, ct: ct);
                    await cache.RemoveAsync(key, ct: ct);
                    await cache.RemoveAsync(1, 2, WriteDurability.Logged);
                    if (await cache.UpdateAsync(key, 5, static (ref value, by) => value.Score += by)) { }
                    if (await cache.UpdateAsync(1, 2, 5, static (ref value, by) => value.Score += by, ct: ct)) { }
                }
            }
            """);

        Assert.Empty(compiled.Problems);
    }

    [Fact]
    public void Parameters_keep_out_of_each_others_way()
    {
        var compiled = Compiled.From("""
            public record struct Key(
                int Value, long Arg, int Update, int Priority, int Durability, int Ct, int @class, int TArg, int Key_, int HTTPPort, int _value, int ID);
            public record struct State(long Score);
            [WriteBack.Fast.WriteBackCache<Key, State>] public partial class PlayerCache
            {
                public bool Call() => Contains(
                    valueKey: 1, argKey: 2, updateKey: 3, priorityKey: 4, durabilityKey: 5, ctKey: 6, @class: 7, tArg: 8, key_: 9,
                    httpPort: 10, valueKey2: 11, id: 12);
            }
            """);

        Assert.Empty(compiled.Problems);
    }

    [Theory]
    [InlineData("int", true)]
    [InlineData("System.Guid", true)]
    [InlineData("System.ValueTuple<int, long>", false)]
    [InlineData("Key", false)]
    public void Single_column_keys_have_no_members_to_pass(string key, bool isSingle)
    {
        var compiled = Compiled.From(
            $"public record struct Key(int Id); [WriteBack.Fast.WriteBackCache<{key}, long>] public partial class PlayerCache;");

        Assert.Empty(compiled.Problems);
        Assert.Equal(!isSingle, compiled.Text.Contains("bool Contains(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("implicit operator long(Key key) => key.Id", false)]
    [InlineData("implicit operator int(Key key) => (int)key.Id", false)]
    [InlineData("explicit operator long(Key key) => key.Id", true)]
    [InlineData("implicit operator Key(long id) => new(id)", true)]
    public void Key_that_converts_to_its_member_keeps_its_own_calls(string conversion, bool hasMemberCalls)
    {
        var compiled = Compiled.From($$"""
            public record struct Key(long Id) { public static {{conversion}}; }
            [WriteBack.Fast.WriteBackCache<Key, long>] public partial class PlayerCache
            {
                public bool Call(Key key) => TryGet(key, out _) | Contains(key) | TrySet(key, 1) && GetAsync(key).IsCompleted;
            }
            """);

        Assert.Empty(compiled.Problems);
        Assert.Equal(hasMemberCalls, compiled.Text.Contains("bool Contains(", StringComparison.Ordinal));
    }

    [Fact]
    public void Overloads_of_the_users_are_left_alone()
    {
        var compiled = Compiled.From("""
            using WriteBack.Fast;
            public record struct Key(long Id);
            public record struct Player(Key Key, long Score);
            [WriteBack.Fast.WriteBackCache<Key, long>] public partial class PlayerCache
            {
                public void Set(Player player) => Set(player.Key, player.Score);
                private PlayerCache(IWriteBackStore<long, Key> others, WriteBackOptions options) : this(default(IWriteBackStore<Key, long>)!, options) { }
                public bool Contains(string id) => Contains(long.Parse(id));
                public System.Threading.Tasks.ValueTask<long?> GetAsync(Player player, System.Threading.CancellationToken ct) => GetAsync(player.Key, ct);
                public bool Update<T>(Key key, T arg) => Contains(key) && arg is null;
                public bool Update<T>(Key key, T arg, System.Func<T, long> change, FlushPriority priority) => TrySet(key, change(arg), priority);
                public bool Update<T>(Key key, T arg, UpdateAction<long, T[]> change, FlushPriority priority) => Update<T[]>(key, [arg], change, priority);
            }
            """);

        Assert.Empty(compiled.Problems);
    }
}
