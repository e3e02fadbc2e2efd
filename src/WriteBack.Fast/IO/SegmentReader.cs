using System.Buffers;
using System.Buffers.Binary;

namespace WriteBack.Fast;

/// <summary>Reads the records of a segment in order. The buffer grows to the size of the largest record. Not thread-safe.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int BufferSize = 256 << 10;

    private readonly ISegmentFile _file;
    private readonly SegmentFormat _format;
    private readonly long _length;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private long _bufferAt;
    private int _filled;

    /// <summary>Begins after a segment's header.</summary>
    /// <param name="file">The file. The reader does not close it.</param>
    /// <param name="format">The segment's format.</param>
    /// <param name="header">The segment's header.</param>
    public SegmentReader(ISegmentFile file, SegmentFormat format, SegmentHeader header)
    {
        (_file, _format, Header, _length) = (file, format, header, file.Length);
        (Position, Next) = (header.Size, header.First);
        _bufferAt = Position;
    }

    public SegmentHeader Header { get; }

    /// <summary>The end of the last record read.</summary>
    public long Position { get; private set; }

    /// <summary>The sequence that the next record must have.</summary>
    public long Next { get; private set; }

    /// <summary>Reads the next record, and skips proofs.</summary>
    /// <param name="record">Receives the record. Its payload is valid until the next read.</param>
    /// <returns><see langword="false"/> at the end of the records, or at damage.</returns>
    public bool TryRead(out SegmentRecord record)
    {
        while (TryReadAt(Position, out record))
        {
            if (record.Kind != RecordKind.Synced && record.Sequence != Next)
                return false;
            Position += SegmentRecord.SizeFor(record.Payload.Length);
            if (record.Kind == RecordKind.Synced)
                continue;
            Next++;
            return true;
        }

        return false;
    }

    /// <summary>
    /// Finds a proof after the last record which shows that missing records were synced. Other records prove nothing: unsynced bytes
    /// reach the disk in any order.
    /// </summary>
    /// <returns>The proof's offset; -1 when there is none.</returns>
    public long FindProofOfDamage()
    {
        for (long at = (Position + 7) & ~7L; at + SegmentRecord.HeaderSize <= _length; at += 8)
        {
            var span = Bytes(at, SegmentRecord.HeaderSize).Span;
            if (BinaryPrimitives.ReadUInt32LittleEndian(span) == 0
                && SegmentRecord.KindOf(span) == RecordKind.Synced
                && TryReadAt(at, out var record) && record.Sequence >= Next)
                return at;
        }

        return -1;
    }

    /// <summary>Counts the bytes after the last record, up to the last one that is not zero.</summary>
    public long CountLeftover()
    {
        long end = Position;
        for (long at = Position; at < _length; at += BufferSize)
        {
            int last = Bytes(at, (int)Math.Min(BufferSize, _length - at)).Span.LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
                end = at + last + 1;
        }

        return end - Position;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private bool TryReadAt(long at, out SegmentRecord record)
    {
        record = default;
        if (at + SegmentRecord.HeaderSize > _length)
            return false;
        long size = SegmentRecord.SizeOf(Bytes(at, SegmentRecord.HeaderSize).Span);
        return size <= _length - at && size <= Array.MaxLength
            && SegmentRecord.TryRead(Bytes(at, (int)size), Header.Salt, at, out record) && _format.Has(record.Kind);
    }

    /// <summary>Reads bytes that lie within the file.</summary>
    /// <exception cref="EndOfStreamException">The file became shorter.</exception>
    private ReadOnlyMemory<byte> Bytes(long at, int count)
    {
        if (at < _bufferAt || at + count > _bufferAt + _filled)
        {
            if (count > _buffer.Length)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(count);
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }

            _bufferAt = at;
            _filled = _file.Read(_buffer, at);
            if (_filled < count)
                throw new EndOfStreamException("A segment became shorter while it was read.");
        }

        return _buffer.AsMemory((int)(at - _bufferAt), count);
    }
}
