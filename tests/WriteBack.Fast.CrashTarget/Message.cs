using System.Buffers.Binary;

namespace WriteBack.Fast.Tests.Crash;

/// <summary>What the process that is killed says to the one that kills it.</summary>
internal enum MessageKind : byte
{
    /// <summary>A key's state after opening; the number is 0 when it is absent.</summary>
    State,

    /// <summary>The cache is open and what there was to say of it was said.</summary>
    Opened,

    /// <summary>A write is about to be made.</summary>
    SettingNow,

    /// <summary>A remove is about to be made.</summary>
    RemovingNow,

    /// <summary>All writes of this writer up to this number are acknowledged.</summary>
    Acknowledged,

    /// <summary>The log refused the write.</summary>
    Refused,

    /// <summary>The cache is closed. The number is what was abandoned; the key what only the log has.</summary>
    Closed,
}

/// <summary>A message of a fixed size, so that a pipe takes it whole or not at all.</summary>
internal readonly record struct Message(MessageKind Kind, int Key, long Number)
{
    public const int Size = 16;

    /// <summary>Writes it. Thread-safe on a pipe.</summary>
    public void WriteTo(Stream pipe)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes[0] = (byte)Kind;
        bytes[1..4].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], Key);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Number);
        pipe.Write(bytes);
    }

    public static Message Read(ReadOnlySpan<byte> bytes) => new(
        (MessageKind)bytes[0], BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));
}
