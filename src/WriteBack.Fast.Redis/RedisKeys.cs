using System.Text;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>The Redis keys of a cache's entries: the prefix, then the members. Thread-safe.</summary>
internal sealed class RedisKeys<TKey, TValue>(
    EntrySchema<TKey, TValue> schema, RedisLayout layout, MessagePackSerializerOptions serializer)
    where TKey : struct
    where TValue : notnull
{
    private readonly byte[] _head = Encoding.UTF8.GetBytes(layout.Head);

    /// <summary>The Redis key of an entry.</summary>
    /// <param name="key">The entry's.</param>
    /// <param name="scratch">Overwritten.</param>
    public byte[] Encode(in TKey key, PooledBuffer scratch)
    {
        scratch.Truncate(0);
        _head.CopyTo(scratch.GetSpan(_head.Length));
        scratch.Advance(_head.Length);
        var members = new RedisKeyWriter(scratch, layout.TagsFirst, serializer);
        schema.WriteKey(ref members, in key);
        return scratch.WrittenSpan.ToArray();
    }
}
