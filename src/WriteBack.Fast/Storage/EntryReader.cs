using System.Buffers;
using System.Collections.Immutable;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Reads keys and values whose types may have changed since. Columns are matched by their names. Thread-safe.</summary>
internal sealed class EntryReader<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly EntryCodec<TKey, TValue> _codec;
    private readonly ColumnMap? _key;
    private readonly ColumnMap? _value;

    /// <param name="codec">The codec of today's columns.</param>
    /// <param name="today">Today's columns.</param>
    /// <param name="recorded">The names of the recorded columns, in the form of <see cref="NamesOf"/>.</param>
    /// <exception cref="MessagePackSerializationException">The names are invalid, or the key has other columns.</exception>
    public EntryReader(EntryCodec<TKey, TValue> codec, ImmutableArray<ColumnSchema> today, ReadOnlyMemory<byte> recorded)
    {
        _codec = codec;
        var reader = new MessagePackReader(recorded);
        reader.ReadArrayHeader();
        string[] key = ColumnNames.Read(ref reader);
        string[] value = ColumnNames.Read(ref reader);
        string[] keyToday = ColumnNames.OfKey(today);
        if (!keyToday.Order(StringComparer.Ordinal).SequenceEqual(key.Order(StringComparer.Ordinal)))
        {
            throw new MessagePackSerializationException(
                $"The keys were written with the columns {string.Join(", ", key)}, and have {string.Join(", ", keyToday)} today.");
        }

        _key = ColumnMap.Between(key, keyToday);
        _value = ColumnMap.Between(value, ColumnNames.OfValue(today));
    }

    /// <summary>Serialises the names of columns as MessagePack: an array of the key's names and an array of the value's.</summary>
    public static byte[] NamesOf(ImmutableArray<ColumnSchema> columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(2);
        ColumnNames.Write(ref writer, ColumnNames.OfKey(columns));
        ColumnNames.Write(ref writer, ColumnNames.OfValue(columns));
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public TKey ReadKey(ref MessagePackReader reader)
    {
        if (_key is null)
            return _codec.ReadKey(ref reader);
        var arranged = _key.Arrange(ref reader);
        return _codec.ReadKey(ref arranged);
    }

    public TValue ReadValue(ref MessagePackReader reader)
    {
        if (_value is null)
            return _codec.ReadValue(ref reader);
        var arranged = _value.Arrange(ref reader);
        return _codec.ReadValue(ref arranged);
    }
}
