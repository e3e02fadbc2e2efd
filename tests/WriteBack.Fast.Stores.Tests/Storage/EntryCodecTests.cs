using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

public sealed class EntryCodecTests
{
    private static readonly MessagePackSerializerOptions Options =
        MessagePackSerializerOptions.Standard.WithSecurity(MessagePackSecurity.UntrustedData);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_value_of_every_column_type_comes_back(int sample)
    {
        var expected = EverythingSamples.All[sample];

        EverythingAssert.Same(expected, RoundTrip(EverythingCache.Schema, expected));
    }

    [Fact]
    public void What_equality_overlooks_comes_back_too()
    {
        var expected = new Everything
        {
            Double = -0.0,
            Single = -0.0f,
            MaybeDouble = BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8000000000123)),
            Money = 1.000m,
            Letter = '\uDC00',
            Text = "\uD800 alone",
        };

        var actual = RoundTrip(EverythingCache.Schema, expected);

        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(actual.Double));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0.0f), BitConverter.SingleToInt32Bits(actual.Single));
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(expected.MaybeDouble.Value),
            BitConverter.DoubleToInt64Bits(actual.MaybeDouble!.Value));
        Assert.Equal(decimal.GetBits(1.000m), decimal.GetBits(actual.Money));
        Assert.Equal('\uDC00', actual.Letter);
        Assert.Equal("\uD800 alone", actual.Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_key_of_every_column_type_comes_back(int sample)
    {
        var expected = EverythingSamples.KeyOf(EverythingSamples.All[sample]);
        var codec = new EntryCodec<EveryKey, string>(EveryKeyCache.Schema, Options);
        var buffer = new PooledBuffer();
        codec.WriteKey(buffer, expected);
        var writer = new MessagePackWriter(buffer);
        writer.Write("next");
        writer.Flush();

        var reader = new MessagePackReader(buffer.Written);

        Assert.True(EveryKeyCache.Traits.KeysEqual(expected, codec.ReadKey(ref reader)));
        Assert.Equal("next", reader.ReadString());
    }

    [Theory]
    [InlineData(1, "no number")]
    [InlineData(1)]
    [InlineData(1, 2, 3)]
    public void A_record_of_another_kind_is_an_error(params object[] columns)
    {
        byte[] record = MessagePackSerializer.Serialize(columns);

        Assert.Throws<MessagePackSerializationException>(() =>
        {
            var reader = new MessagePackReader(record);
            new EntryCodec<int, Scores>(ScoresCache.Schema, Options).ReadValue(ref reader);
        });
    }

    /// <summary>Where the encoding of a number, a text or bytes takes another form.</summary>
    [Fact]
    public void What_lies_at_the_edges_of_a_form_comes_back()
    {
        long[] numbers =
        [
            0, 127, 128, 255, 256, 65_535, 65_536, int.MaxValue, int.MaxValue + 1L, long.MaxValue,
            -1, -32, -33, -128, -129, int.MinValue, int.MinValue - 1L, long.MinValue,
        ];
        Assert.All(numbers, static number => Assert.Equal(
            new Scores(number, unchecked((int)number)), RoundTrip(ScoresCache.Schema, new Scores(number, unchecked((int)number)))));
        int[] lengths = [0, 1, 31, 32, 255, 256, 4_095, 4_096, 70_000];
        Assert.All(lengths, static length =>
        {
            var sample = EverythingSamples.All[^1] with { Text = new string('ä', length), Data = new byte[length], UnsignedLarge = (ulong)length };
            EverythingAssert.Same(sample, RoundTrip(EverythingCache.Schema, sample));
        });
    }

    // What comes after the value must still be read at the right place.
    private static TValue RoundTrip<TKey, TValue>(EntrySchema<TKey, TValue> schema, TValue value)
        where TKey : struct
        where TValue : notnull
    {
        var codec = new EntryCodec<TKey, TValue>(schema, Options);
        var buffer = new PooledBuffer();
        codec.WriteValue(buffer, value);
        var writer = new MessagePackWriter(buffer);
        writer.Write("next");
        writer.Flush();

        var reader = new MessagePackReader(buffer.Written);
        var read = codec.ReadValue(ref reader);
        Assert.Equal("next", reader.ReadString());
        Assert.True(reader.End);
        return read;
    }
}
