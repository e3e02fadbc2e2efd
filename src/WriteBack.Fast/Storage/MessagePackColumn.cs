using System.Buffers;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Resolvers;

namespace WriteBack.Fast;

/// <summary>
/// Writes and reads members that have no column type, as MessagePack. A program that is compiled ahead of time cannot make
/// formatters while it runs: there, only types are known that the resolver of the options has a compiled formatter for.
/// </summary>
public static class MessagePackColumn
{
    /// <summary>
    /// What is used without <see cref="WriteBackOptions.Serializer"/>: the standard resolver, or where code cannot be made at
    /// run time, formatters of arrays and lists of primitives and of a few types of the framework; what is read back is not trusted.
    /// </summary>
    public static MessagePackSerializerOptions DefaultOptions { get; } =
        new MessagePackSerializerOptions(RuntimeFeature.IsDynamicCodeSupported ? StandardResolver.Instance : CompiledResolver.Instance)
            .WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>Writes one member.</summary>
    /// <exception cref="MessagePackSerializationException">There is no formatter for it, or that failed.</exception>
    public static void Write<T>(IBufferWriter<byte> destination, T value, MessagePackSerializerOptions options)
    {
        var writer = new MessagePackWriter(destination);
        Write(ref writer, value, options);
        writer.Flush();
    }

    /// <summary>Reads one member.</summary>
    /// <exception cref="MessagePackSerializationException">There is no formatter for it, or that failed.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> source, MessagePackSerializerOptions options)
    {
        var reader = new MessagePackReader(source);
        return Read<T>(ref reader, options);
    }

    internal static void Write<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        // The serializer refers to its own default options, and by them to what makes code.
        if (RuntimeFeature.IsDynamicCodeSupported)
            MessagePackSerializer.Serialize(ref writer, value, options);
        else
            options.Resolver.GetFormatterWithVerify<T>().Serialize(ref writer, value, options);
    }

    internal static T Read<T>(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        RuntimeFeature.IsDynamicCodeSupported
            ? MessagePackSerializer.Deserialize<T>(ref reader, options)
            : options.Resolver.GetFormatterWithVerify<T>().Deserialize(ref reader, options);
}
