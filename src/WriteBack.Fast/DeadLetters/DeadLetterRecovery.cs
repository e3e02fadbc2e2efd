using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// What was is a set, not a sequence: a letter is there when some record adds its number and none removes it. So a record
// may be written twice, in any segment. When a segment is damaged, the records that are lost with it may have said that a
// letter was superseded or removed. Those letters are kept to be read, but a replay must not write them.

/// <summary>Reads the letters of earlier runs, once.</summary>
internal sealed class DeadLetterRecovery<TKey, TValue>(DeadLetterFolder folder, DeadLetterCodec<TKey, TValue> codec, ILogger logger, string name)
    where TKey : struct
    where TValue : notnull
{
    private readonly Dictionary<long, (DeadLetterRecord<TKey, TValue> Record, long Segment)> _added = [];
    private readonly HashSet<long> _superseded = [];
    private readonly HashSet<long> _removed = [];
    private long _lastNumber;
    private long _lostIn;

    /// <summary>Each segment's length, in ascending order.</summary>
    public SortedDictionary<long, long> Segments { get; } = [];

    /// <summary>The segments of which not all could be read.</summary>
    public HashSet<long> Damaged { get; } = [];

    public void ReadAll()
    {
        var segments = folder.Segments();
        foreach (long segment in segments)
        {
            try
            {
                Segments.Add(segment, 0);
                Segments[segment] = Read(segment, isLast: segment == segments[^1]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogMessages.DeadLetterFileUnreadable(logger, name, folder.FileOf(segment), exception);
                Damaged.Add(segment);
                _lostIn = segment;
            }
        }
    }

    /// <summary>Puts the letters into an empty queue. After damage they have to be written anew.</summary>
    /// <returns>The letters, also those that did not fit.</returns>
    public IReadOnlyList<TrackedLetter<TKey, TValue>> Restore(DeadLetterQueue<TKey, TValue> queue)
    {
        List<TrackedLetter<TKey, TValue>> restored = [];
        foreach (var (number, (record, segment)) in _added.OrderBy(static added => added.Key))
        {
            if (_removed.Contains(number))
                continue;
            bool isMarked = record.IsSuperseded || _superseded.Contains(number);
            var letter = new TrackedLetter<TKey, TValue>(number, record.Content!)
            {
                IsSuperseded = isMarked || segment <= _lostIn,
                IsMarked = isMarked,
                IsWritten = true,
                Segment = Damaged.Count > 0 ? 0 : segment,
            };
            restored.Add(letter);
            queue.Restore(letter, isRewritten: Damaged.Count > 0);
        }

        queue.SkipNumbers(_lastNumber);
        return restored;
    }

    private long Read(long segment, bool isLast)
    {
        byte[] bytes = folder.Read(segment);
        var condition = DeadLetterFrame.ReadAll(bytes, payload => Note(payload, segment), out int end);
        if (condition == SegmentCondition.Torn && isLast)
        {
            LogMessages.DeadLetterFileTorn(logger, name, folder.FileOf(segment), bytes.Length - end);
            folder.Truncate(segment, end);
        }
        else if (condition != SegmentCondition.Whole)
        {
            LogMessages.DeadLetterFileDamaged(logger, name, folder.FileOf(segment), end);
            Damaged.Add(segment);
            _lostIn = segment;
        }

        return end;
    }

    private void Note(ReadOnlyMemory<byte> payload, long segment)
    {
        try
        {
            var record = codec.Read(payload);
            _lastNumber = Math.Max(_lastNumber, record.Number);
            if (record.Kind == DeadLetterRecordKind.Added)
                _added[record.Number] = (record, segment);
            else if (record.Kind == DeadLetterRecordKind.Superseded)
                _superseded.Add(record.Number);
            else
                _removed.Add(record.Number);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A whole record, of a key or a value that the types of today cannot hold.
            LogMessages.DeadLetterFileUnreadable(logger, name, folder.FileOf(segment), exception);
            Damaged.Add(segment);
        }
    }
}
