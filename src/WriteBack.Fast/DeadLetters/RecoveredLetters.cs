namespace WriteBack.Fast;

// Records form a set: a letter exists if a record adds its number and none removes it. So a record may be written twice, in any
// segment. The lost records of a damaged file may have marked letters as superseded, or removed them. Those letters can be read, but
// they are marked as superseded, so a replay does not write them.

/// <summary>Gathers the records of earlier runs. Not thread-safe.</summary>
internal sealed class RecoveredLetters<TKey, TValue>
    where TKey : struct
    where TValue : notnull
{
    private readonly Dictionary<long, (DeadLetterRecord<TKey, TValue> Record, RecoveredFile File)> _added = [];
    private readonly HashSet<long> _superseded = [];
    private readonly HashSet<long> _removed = [];
    private long _lastNumber;

    /// <summary>Adds a record of a file.</summary>
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

    /// <summary>Adds the letters to an empty queue.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="isRewritten">Whether the letters must be written again.</param>
    /// <param name="lostUpTo">The order of the last file that lost records; -1 for none.</param>
    /// <returns>The letters, including those that the queue dropped again.</returns>
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
/// <param name="name">The file's name.</param>
/// <param name="order">The file's index among the files, oldest first.</param>
/// <param name="segment">The segment's number; 0 for a file of the former form.</param>
internal sealed class RecoveredFile(string name, int order, long segment)
{
    public string Name => name;

    public int Order => order;

    public long Segment => segment;

    /// <summary>Whether a part of the file could not be read.</summary>
    public bool IsDamaged { get; set; }
}
