using System.Runtime.InteropServices;
using System.Security.Cryptography;
using MessagePack;

namespace WriteBack.Fast.LogInspect.Reading;

// A log may have more keys than fit in memory as they are. 128 bits of a cryptographic hash tell them apart: no two keys
// of a log meet in these, by chance or by design.

/// <summary>Knows in which segment the newest record of each key is.</summary>
internal sealed class KeyTable
{
    private readonly Dictionary<UInt128, SegmentTally> _newest = [];

    /// <summary>Takes a record of a write: it is live, and one before it of the same key is so no more.</summary>
    /// <exception cref="MessagePackSerializationException">The record has no key.</exception>
    /// <exception cref="EndOfStreamException">The record has no whole key.</exception>
    public void Add(in SegmentRecord record, SegmentTally segment)
    {
        ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, HashOfKey(record.Payload), out bool isKnown);
        if (isKnown)
            newest!.Live--;
        newest = segment;
        segment.Live++;
    }

    // The key comes first, as one MessagePack object (EntryCodec). What is in it is for the cache to know.
    private static UInt128 HashOfKey(ReadOnlyMemory<byte> payload)
    {
        var reader = new MessagePackReader(payload);
        reader.Skip();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload.Span[..(int)reader.Consumed], hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
