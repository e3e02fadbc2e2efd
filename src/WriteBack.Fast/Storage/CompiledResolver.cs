using System.Collections.Frozen;
using System.Numerics;
using MessagePack;
using MessagePack.Formatters;

namespace WriteBack.Fast;

/// <summary>
/// The formatters of common types. MessagePack's own resolvers make some formatters by reflection, which causes warnings in
/// ahead-of-time compilation. Thread-safe.
/// </summary>
internal sealed class CompiledResolver : IFormatterResolver
{
    public static readonly CompiledResolver Instance = new();

    private static readonly FrozenDictionary<Type, object> Formatters = new Dictionary<Type, object>
    {
        [typeof(bool[])] = BooleanArrayFormatter.Instance,
        [typeof(sbyte[])] = SByteArrayFormatter.Instance,
        [typeof(short[])] = Int16ArrayFormatter.Instance,
        [typeof(ushort[])] = UInt16ArrayFormatter.Instance,
        [typeof(int[])] = Int32ArrayFormatter.Instance,
        [typeof(uint[])] = UInt32ArrayFormatter.Instance,
        [typeof(long[])] = Int64ArrayFormatter.Instance,
        [typeof(ulong[])] = UInt64ArrayFormatter.Instance,
        [typeof(float[])] = SingleArrayFormatter.Instance,
        [typeof(double[])] = DoubleArrayFormatter.Instance,
        [typeof(char[])] = CharArrayFormatter.Instance,
        [typeof(DateTime[])] = DateTimeArrayFormatter.Instance,
        [typeof(string[])] = NullableStringArrayFormatter.Instance,
        [typeof(Guid[])] = new ArrayFormatter<Guid>(),
        [typeof(List<int>)] = new ListFormatter<int>(),
        [typeof(List<long>)] = new ListFormatter<long>(),
        [typeof(List<double>)] = new ListFormatter<double>(),
        [typeof(List<string>)] = new ListFormatter<string>(),
        [typeof(List<Guid>)] = new ListFormatter<Guid>(),
        // The element formatters of the lists.
        [typeof(int)] = Int32Formatter.Instance,
        [typeof(long)] = Int64Formatter.Instance,
        [typeof(double)] = DoubleFormatter.Instance,
        [typeof(string)] = NullableStringFormatter.Instance,
        [typeof(Guid)] = GuidFormatter.Instance,
        [typeof(Version)] = VersionFormatter.Instance,
        [typeof(Uri)] = UriFormatter.Instance,
        [typeof(BigInteger)] = BigIntegerFormatter.Instance,
        [typeof(ReadOnlyMemory<byte>)] = ByteReadOnlyMemoryFormatter.Instance,
    }.ToFrozenDictionary();

    public IMessagePackFormatter<T>? GetFormatter<T>() =>
        Formatters.TryGetValue(typeof(T), out object? formatter) ? (IMessagePackFormatter<T>)formatter : null;
}
