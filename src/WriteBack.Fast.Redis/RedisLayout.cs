using StackExchange.Redis;

namespace WriteBack.Fast;

/// <summary>Where and how a store keeps its entries: its options, checked.</summary>
/// <param name="Head">What every Redis key begins with, the colon included.</param>
/// <param name="TagsFirst">Whether the first member of a key is its hash tag.</param>
/// <param name="Expiry">How long Redis keeps an entry after it was written.</param>
/// <param name="Database">The number of the database; -1 for the connection's.</param>
/// <param name="MaxValueBytes">The most bytes of a value.</param>
internal sealed record RedisLayout(string Head, bool TagsFirst, Expiration Expiry, int Database, int MaxValueBytes)
{
    private static readonly TimeSpan ShortestExpiry = TimeSpan.FromMilliseconds(1);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static RedisLayout Of(RedisStoreOptions options, string defaultPrefix)
    {
        string prefix = options.Prefix ?? defaultPrefix;
        bool hasBraces = prefix.AsSpan().ContainsAny('{', '}');
        string? fault = options switch
        {
            _ when !Enum.IsDefined(options.HashTag) => $"There is no hash tag {options.HashTag}.",
            _ when options.HashTag != RedisHashTag.None && hasBraces =>
                $"The prefix '{prefix}' has braces, so nothing else can be made the hash tag.",
            { HashTag: RedisHashTag.Prefix } when prefix.Length == 0 => "An empty prefix can be no hash tag.",
            _ when options.Expiry < ShortestExpiry => "The expiry is below a millisecond.",
            { Database: < 0 } => "The number of the database is below 0.",
            { MaxValueBytes: < 1 } => "The most bytes of a value are below 1.",
            _ => null,
        };
        if (fault is not null)
            throw new ArgumentException(fault, nameof(options));

        return new RedisLayout(
            Head: (prefix, options.HashTag) switch
            {
                ("", _) => "",
                (_, RedisHashTag.Prefix) => $"{{{prefix}}}:",
                _ => $"{prefix}:",
            },
            TagsFirst: options.HashTag == RedisHashTag.FirstMember,
            Expiry: options.Expiry is { } expiry ? new Expiration(expiry) : Expiration.Default,
            Database: options.Database ?? -1,
            options.MaxValueBytes);
    }
}
