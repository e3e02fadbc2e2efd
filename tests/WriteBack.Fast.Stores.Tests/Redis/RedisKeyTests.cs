using System.Text;
using CsCheck;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

/// <summary>The text of keys.</summary>
public sealed class RedisKeyTests
{
    // What has a meaning in a key, and halves of a surrogate pair.
    private const string Meaningful = ":%{}\0\u007Fa25und\uD800\uDC00é漢";

    // Mostly of these, so that random texts come close to one another.
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.Int[0, Meaningful.Length - 1].Select(static index => Meaningful[index]),
        Gen.Char).Array[0, 6].Select(static letters => new string(letters));

    [Fact]
    public void Every_member_has_a_readable_text()
    {
        var key = new EveryKey(
            true, -1, 2, -3, 4, -5, 6, -7, 8, -9, 10, 0.1f, -1e300, 1.50m, 'x', "Ann Ö 漢", [0x0A, 0xFF],
            new Guid("00112233-4455-6677-8899-AABBCCDDEEFF"), new DateTime(2024, 2, 29, 13, 14, 15, DateTimeKind.Utc),
            new DateTimeOffset(2024, 2, 29, 1, 2, 3, 40, TimeSpan.FromMinutes(-150)), new TimeSpan(-1, -2, -3, -4, -5),
            new DateOnly(2024, 2, 29), new TimeOnly(13, 14, 15, 600), DayOfWeek.Saturday, Sign.Minus);

        Assert.Equal(
            "every_key:true:-1:2:-3:4:-5:6:-7:8:-9:10:0.1:-1E+300:1.5:x:Ann Ö 漢:0aff:00112233-4455-6677-8899-aabbccddeeff:"
            + "2024-02-29T131415Z:2024-02-29T010203.04-0230:-1.020304.0050000:2024-02-29:131415.6:6:-1",
            TextOf(EveryKeyCache.Schema, key));
    }

    [Theory]
    [InlineData("", "%")]
    [InlineData("%", "%25")]
    [InlineData("a:b", "a%3ab")]
    [InlineData("{a}", "%7ba%7d")]
    [InlineData("a\0\n\x7F\x85", "a%00%0a%7f%85")]
    [InlineData("a/b c?*", "a/b c?*")]
    [InlineData("😀", "😀")]
    public void What_has_a_meaning_in_a_key_is_escaped_in_a_text(string text, string escaped) =>
        Assert.Equal($"paired:{escaped}:%", TextOf(PairedCache.Schema, new Paired(text, [])));

    [Fact]
    public void Half_a_surrogate_pair_and_a_missing_text_have_escapes_of_their_own()
    {
        Assert.Equal("paired:a%ud83d:%", TextOf(PairedCache.Schema, new Paired("a\uD83D", [])));
        Assert.Equal("paired:%n:%n", TextOf(PairedCache.Schema, default));
    }

    [Fact]
    public void Other_keys_have_other_texts() =>
        Gen.Select(Texts, Gen.Byte[0, 2].Array[0, 2]).Array[2, 50].Sample(static members =>
        {
            Paired[] keys = [.. members.Select(static member => new Paired(member.Item1, member.Item2))];
            int different = members.Select(static member => (member.Item1, Convert.ToHexString(member.Item2))).Distinct().Count();

            Assert.All(Enum.GetValues<RedisHashTag>(), tag =>
                Assert.Equal(different, keys.Select(key => TextOf(PairedCache.Schema, key, tag)).Distinct().Count()));
        });

    [Fact]
    public void Keys_have_one_text_exactly_when_the_cache_takes_them_for_equal()
    {
        var forms = MomentKey.EveryForm(new DateTimeOffset(2024, 2, 29, 12, 0, 0, TimeSpan.Zero));

        // Three kinds with three offsets; scale and sign do not count.
        Assert.Equal(9, forms.Select(static form => TextOf(MomentCache.Schema, form)).Distinct().Count());
        Assert.Equal(
            TextOf(MomentCache.Schema, forms[0] with { Amount = 0.0m }), TextOf(MomentCache.Schema, forms[0] with { Amount = -0.00m }));
    }

    [Theory]
    [InlineData(RedisHashTag.None, "player:7:42")]
    [InlineData(RedisHashTag.FirstMember, "player:{7}:42")]
    [InlineData(RedisHashTag.Prefix, "{player}:7:42")]
    public void The_hash_tag_is_where_the_options_say(RedisHashTag tag, string text) =>
        Assert.Equal(text, TextOf(PlayerCache.Schema, new PlayerKey(7, 42), tag));

    [Theory]
    [InlineData("", RedisHashTag.None, "7:42")]
    [InlineData("", RedisHashTag.FirstMember, "{7}:42")]
    [InlineData("app:{eu}:player", RedisHashTag.None, "app:{eu}:player:7:42")]
    public void A_prefix_can_be_empty_or_have_a_hash_tag_itself(string prefix, RedisHashTag tag, string text) =>
        Assert.Equal(text, TextOf(PlayerCache.Schema, new PlayerKey(7, 42), tag, prefix));

    [Fact]
    public void Nothing_in_a_member_moves_or_empties_its_hash_tag() =>
        Texts.Sample(static text =>
        {
            string key = TextOf(PairedCache.Schema, new Paired(text, [1]), RedisHashTag.FirstMember);
            int start = key.IndexOf('{', StringComparison.Ordinal) + 1;
            int end = key.IndexOf('}', StringComparison.Ordinal);
            Assert.True(end > start);
            Assert.Equal("}:01", key[end..]);
        });

    private static string TextOf<TKey, TValue>(
        EntrySchema<TKey, TValue> schema, TKey key, RedisHashTag tag = RedisHashTag.None, string? prefix = null)
        where TKey : struct
        where TValue : notnull
    {
        var layout = RedisLayout.Of(new RedisStoreOptions { HashTag = tag, Prefix = prefix }, schema.Name);
        var keys = new RedisKeys<TKey, TValue>(schema, layout, MessagePackColumn.DefaultOptions);
        return Encoding.UTF8.GetString(keys.Encode(key, new PooledBuffer()));
    }
}
