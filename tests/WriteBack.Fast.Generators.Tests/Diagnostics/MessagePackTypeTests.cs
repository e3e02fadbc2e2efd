using MessagePack;
using Microsoft.CodeAnalysis;
using WriteBack.Fast.Generators.Parsing;
using WriteBack.Fast.Generators.Tests.Harness;

namespace WriteBack.Fast.Generators.Tests.Diagnostics;

/// <summary>What is taken to be known to MessagePack is what its standard resolver has a formatter for.</summary>
public class MessagePackTypeTests
{
    public static TheoryData<Type, bool> Types => new()
    {
        { typeof(Half), true },
        { typeof(Int128), false },
        { typeof(Version), true },
        { typeof(System.Net.IPAddress), false },
        { typeof(System.Numerics.BigInteger), true },
        { typeof(System.Numerics.Vector2), false },
        { typeof(Index), false },
        { typeof(Stream), false },
        { typeof(Func<int>), false },
        { typeof(IDisposable), false },
        { typeof(IComparable<int>), false },
        { typeof(Task<int>), false },
        { typeof(int[,,,]), true },
        { typeof(int[,,,,]), false },
        { typeof(List<string>), true },
        { typeof(Dictionary<string, List<int>>), true },
        { typeof(IReadOnlyList<string>), true },
        { typeof(IAsyncEnumerable<int>), false },
        { typeof(PriorityQueue<int, int>), false },
        { typeof(System.Collections.Frozen.FrozenDictionary<int, int>), false },
        { typeof(System.Collections.Immutable.ImmutableArray<int>), true },
        { typeof(System.Collections.Concurrent.ConcurrentDictionary<int, int>), true },
        { typeof((int, string, DateTime)?), true },
        { typeof(ValueTuple<int, int, int, int, int, int, int, ValueTuple<int>>), true },
        { typeof(Tuple<int, int, int, int, int, int, int, Tuple<int>>), true },
        { typeof(KeyValuePair<int, string>), true },
        { typeof(ReadOnlyMemory<byte>), true },
        { typeof(Lazy<int>), true },
        { typeof(DayOfWeek), true },
        { typeof(Plain), false },
        { typeof(Marked), true },
        { typeof(MarkedOtherwise), false },
        { typeof(Words), true },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_type(Type type, bool known)
    {
        var compilation = Compiled.Input("").AddReferences(MetadataReference.CreateFromFile(typeof(Plain).Assembly.Location));

        Assert.Equal(known, new MessagePackTypes(compilation).FirstUnknown(Symbol(compilation, type)) is null);
        Assert.Equal(known, MessagePackSerializerOptions.Standard.Resolver.GetFormatterDynamic(type) is not null);
    }

    private static ITypeSymbol Symbol(Compilation compilation, Type type)
    {
        if (type.IsArray)
            return compilation.CreateArrayTypeSymbol(Symbol(compilation, type.GetElementType()!), type.GetArrayRank());
        if (!type.IsGenericType)
            return compilation.GetTypeByMetadataName(type.FullName!)!;
        var arguments = type.GenericTypeArguments.Select(argument => Symbol(compilation, argument)).ToArray();
        return compilation.GetTypeByMetadataName(type.GetGenericTypeDefinition().FullName!)!.Construct(arguments);
    }

    public record struct Plain(int A);

    [MessagePackObject]
    public record struct Marked([property: Key(0)] int A);

    [Mine.MessagePackObject]
    public record struct MarkedOtherwise(int A);

    public class Words : List<string>;

    internal static class Mine
    {
        [AttributeUsage(AttributeTargets.Struct)]
        internal sealed class MessagePackObjectAttribute : Attribute;
    }
}
