using System.Buffers;
using System.Buffers.Binary;

namespace WriteBack.Fast;

/// <summary>Reads the records of a segment one after the other, with a buffer as large as the largest.</summary>
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
    /// <param name="file">The file, which the reader does not close.</param>
    /// <param name="format">What its records are for.</param>
    /// <param name="header">Its header.</param>
    public SegmentReader(ISegmentFile file, SegmentFormat format, SegmentHeader header)
    {
        (_file, _format, Header, _length) = (file, format, header, file.Length);
        (Position, Next) = (header.Size, header.First);
        _bufferAt = Position;
    }

    public SegmentHeader Header { get; }

    /// <summary>How far it was read: the end of the last record.</summary>
    public long Position { get; private set; }

    /// <summary>The sequence that the next record has to have.</summary>
    public long Next { get; private set; }

    /// <summary>Reads the next record that has a sequence of its own.</summary>
    /// <returns><see langword="false"/> when what follows is none: the end, or damage.</returns>
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
    /// After the last record: the place of a record which shows that what should follow was on stable storage once.
    /// Other records prove nothing, since what was never synced may have reached the disk in any order.
    /// </summary>
    /// <returns>-1 when there is none.</returns>
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

    /// <summary>After the last record: how many bytes follow that are more than zeros.</summary>
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

    /// <summary>Some bytes of the file, which has them.</summary>
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
