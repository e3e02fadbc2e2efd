using System.Buffers;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Resolvers;

namespace WriteBack.Fast;

/// <summary>
/// Writes and reads members without a column type as MessagePack. A program compiled ahead of time cannot make formatters at run time.
/// There the resolver of the options must have a compiled formatter for each type. Thread-safe.
/// </summary>
public static class MessagePackColumn
{
    /// <summary>
    /// The default of <see cref="WriteBackOptions.Serializer"/>: the standard resolver, or compiled formatters under AOT. Those cover
    /// arrays and lists of common primitives, and a few framework types. Data read back is untrusted.
    /// </summary>
    public static MessagePackSerializerOptions DefaultOptions { get; } =
        new MessagePackSerializerOptions(RuntimeFeature.IsDynamicCodeSupported ? StandardResolver.Instance : CompiledResolver.Instance)
            .WithSecurity(MessagePackSecurity.UntrustedData);

    /// <summary>Writes one member.</summary>
    /// <param name="destination">The buffer to append to.</param>
    /// <param name="value">The member's value.</param>
    /// <param name="options">The serializer options.</param>
    /// <exception cref="MessagePackSerializationException">The type has no formatter, or its formatter failed.</exception>
    public static void Write<T>(IBufferWriter<byte> destination, T value, MessagePackSerializerOptions options)
    {
        var writer = new MessagePackWriter(destination);
        Write(ref writer, value, options);
        writer.Flush();
    }

    /// <summary>Reads one member.</summary>
    /// <param name="source">The bytes that <see cref="Write{T}(IBufferWriter{byte},T,MessagePackSerializerOptions)"/> wrote.</param>
    /// <param name="options">The serializer options.</param>
    /// <returns>The member's value.</returns>
    /// <exception cref="MessagePackSerializationException">The type has no formatter, or its formatter failed.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> source, MessagePackSerializerOptions options)
    {
        var reader = new MessagePackReader(source);
        return Read<T>(ref reader, options);
    }

    internal static void Write<T>(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options)
    {
        // MessagePackSerializer refers to its default options, and so to resolvers that generate code.
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
