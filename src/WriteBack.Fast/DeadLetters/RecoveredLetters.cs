namespace WriteBack.Fast;

// What was is a set, not a sequence: a letter is there when some record adds its number and none removes it. So a record
// may be written twice, in any segment. When a file is damaged, the records that are lost with it may have said that a
// letter was superseded or removed. Those letters are kept to be read, but a replay must not write them.

/// <summary>Gathers what the records of earlier runs say.</summary>
internal sealed class RecoveredLetters<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly Dictionary<long, (DeadLetterRecord<TKey, TValue> Record, RecoveredFile File)> _added = [];
    private readonly HashSet<long> _superseded = [];
    private readonly HashSet<long> _removed = [];
    private long _lastNumber;

    /// <summary>Takes a record of a file.</summary>
    public void Add(in DeadLetterRecord<TKey, TValue> record, RecoveredFile file)
    {
        _lastNumber = Math.Max(_lastNumber, record.Number);
        if (record.Kind == RecordKind.LetterAdded)
            _added[record.Number] = (record, file);
        else if (record.Kind == RecordKind.LetterSuperseded)
            _superseded.Add(record.Number);
        else
            _removed.Add(record.Number);
    }

    /// <summary>Puts the letters into an empty queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="isRewritten">Whether they have to be written anew.</param>
    /// <param name="lostUpTo">The order of the last file from which records were lost.</param>
    /// <returns>The letters, also those that did not fit.</returns>
    public IReadOnlyList<TrackedLetter<TKey, TValue>> Restore(DeadLetterQueue<TKey, TValue> queue, bool isRewritten, int lostUpTo)
    {
        List<TrackedLetter<TKey, TValue>> restored = [];
        foreach (var (number, (record, file)) in _added.OrderBy(static added => added.Key))
        {
            if (_removed.Contains(number))
                continue;
            bool isMarked = record.IsSuperseded || _superseded.Contains(number);
            var letter = new TrackedLetter<TKey, TValue>(number, record.Content!)
            {
                IsSuperseded = isMarked || file.Order <= lostUpTo,
                IsMarked = isMarked,
                IsWritten = true,
                Segment = isRewritten ? 0 : file.Segment,
            };
            restored.Add(letter);
            queue.Restore(letter, isRewritten);
        }

        queue.SkipNumbers(_lastNumber);
        return restored;
    }
}

/// <summary>A file of dead letters that an earlier run has left.</summary>
/// <param name="name">Its name.</param>
/// <param name="order">Its place among the files, oldest first.</param>
/// <param name="segment">The number of the segment, 0 for a file of the former form.</param>
internal sealed class RecoveredFile(string name, int order, long segment)
{
    public string Name => name;

    public int Order => order;

    public long Segment => segment;

    /// <summary>Whether not all of it could be read.</summary>
    public bool IsDamaged { get; set; }
}
