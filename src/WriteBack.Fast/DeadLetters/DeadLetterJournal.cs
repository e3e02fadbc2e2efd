using Microsoft.Extensions.Logging;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

// The queue keeps the list of changed letters. A commit writes the records that the files lack, and syncs once. A failed commit can be
// repeated. A letter that came and went between two commits is never written. The record of a dropped or removed letter stays until
// its segment is deleted.
//
// A commit comes before each call of the store if any letter has changed; DeadLetterQueue says why.

/// <summary>Keeps dead letters on disk. A failure is logged; the letters stay in memory. Thread-safe.</summary>
/// <param name="queue">The letters.</param>
/// <param name="codec">Serialises the letters.</param>
/// <param name="alert">Counts dropped letters.</param>
/// <param name="logger">Receives the failures.</param>
/// <param name="name">The cache's name.</param>
internal sealed class DeadLetterJournal<TKey, TValue>(
    DeadLetterQueue<TKey, TValue> queue, DeadLetterCodec<TKey, TValue> codec, DeadLetterAlert alert, ILogger logger, string name)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The most bytes of a record's payload. A larger letter is kept in memory only.</summary>
    public const long MaxRecordBytes = 16L << 20;

    private readonly Lock _lock = new();
    private readonly PooledBuffer _record = new();
    private readonly List<(DeadLetterChange<TKey, TValue> Change, long Segment)> _appended = [];
    private DeadLetterSegments? _segments;
    private long _committed;
    private bool _isFailing;

    /// <summary>Locks the directory, and reads the letters of earlier runs into the queue. The queue must be empty.</summary>
    /// <param name="path">The directory, created if it is missing.</param>
    /// <exception cref="IOException">Another cache has the directory open, or it cannot be used.</exception>
    public void Open(string path)
    {
        var directory = Lock(path);
        try
        {
            Open(directory);
        }
        catch (Exception)
        {
            directory.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="directory">The locked directory. The journal disposes of it.</param>
    public void Open(ISegmentDirectory directory)
    {
        lock (_lock)
        {
            var recovery = new DeadLetterRecovery<TKey, TValue>(directory, codec, logger, name);
            recovery.ReadAll();
            var restored = recovery.Restore(queue);
            _segments = recovery.Begin();
            foreach (var letter in restored.Where(static letter => letter.Segment != 0))
                _segments.AddLetter(letter.Segment);
            if (Commit())
                Tidy(_segments);
        }
    }

    /// <summary>Brings every change so far to stable storage, or logs the failure.</summary>
    /// <returns>Whether every change is on stable storage.</returns>
    public bool Commit()
    {
        // Acquire: pairs with the release below. The two are equal only if every change so far has been synced.
        if (Volatile.Read(ref _committed) == queue.Changes)
            return true;
        lock (_lock)
        {
            if (_segments is null)
                return false;
            var changes = queue.TakeChanges(out long upTo);
            try
            {
                Write(_segments, changes);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                queue.ReturnChanges(changes);
                _segments.Retreat();
                NoteFailure(exception);
                return false;
            }

            // Release: pairs with the acquire above.
            Volatile.Write(ref _committed, upTo);
            if (_isFailing)
                LogMessages.DeadLettersWrittenAgain(logger, name);
            _isFailing = false;
            Tidy(_segments);
            return true;
        }
    }

    /// <summary>Whether an entry writes the same as a letter.</summary>
    public bool IsSame(WriteEntry<TKey, TValue> entry, DeadLetter<TKey, TValue> letter) => codec.IsSame(in entry, letter);

    /// <summary>Commits, closes the files and unlocks the directory.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Commit();
            _segments?.Dispose();
            _segments = null;
            _record.Release();
        }
    }

    private static SegmentDirectory Lock(string path)
    {
        SegmentDirectory.Make(path);
        try
        {
            return SegmentDirectory.Lock(path);
        }
        catch (IOException exception)
        {
            throw new IOException($"The dead letters in '{path}' cannot be locked: is another cache using them?", exception);
        }
    }

    private void Write(DeadLetterSegments segments, DeadLetterChange<TKey, TValue>[] changes)
    {
        _appended.Clear();
        int unserialised = 0;
        Exception? firstReason = null;
        foreach (var change in changes)
        {
            if (RecordOf(in change) is not { } record)
                continue;
            if (TrySerialise(in record, out var reason))
            {
                change.Letter.IsWritten = true;
                _appended.Add((change, segments.Append(_record, record.Kind)));
                continue;
            }

            change.Letter.IsMemoryOnly = true;
            unserialised++;
            firstReason ??= reason;
        }

        if (firstReason is not null)
            LogMessages.DeadLettersNotSerialised(logger, name, unserialised, firstReason);
        if (_appended.Count == 0)
            return;
        segments.Sync();
        foreach (var (change, segment) in _appended)
            Settle(segments, in change, segment);
    }

    /// <summary>The record that the files lack for a changed letter; null when they lack none.</summary>
    private static DeadLetterRecord<TKey, TValue>? RecordOf(in DeadLetterChange<TKey, TValue> change)
    {
        var letter = change.Letter;
        if (change.IsGone)
            return !letter.IsWritten ? null : new DeadLetterRecord<TKey, TValue>(RecordKind.LetterRemoved, letter.Number);
        if (letter.IsMemoryOnly)
            return null;
        if (letter.Segment == 0)
            return new DeadLetterRecord<TKey, TValue>(RecordKind.LetterAdded, letter.Number, change.IsSuperseded, letter.Content);
        return change.IsSuperseded && !letter.IsMarked
            ? new DeadLetterRecord<TKey, TValue>(RecordKind.LetterSuperseded, letter.Number)
            : null;
    }

    private bool TrySerialise(in DeadLetterRecord<TKey, TValue> record, out Exception? reason)
    {
        _record.Truncate(0);
        _record.GetSpan(SegmentRecord.HeaderSize);
        _record.Advance(SegmentRecord.HeaderSize);
        reason = null;
        try
        {
            codec.Write(_record, in record);
            int payload = _record.Length - SegmentRecord.HeaderSize;
            if (payload > MaxRecordBytes)
                reason = new InvalidDataException($"A record of {payload} bytes is larger than {MaxRecordBytes}.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reason = exception;
        }

        return reason is null;
    }

    private static void Settle(DeadLetterSegments segments, in DeadLetterChange<TKey, TValue> change, long segment)
    {
        var letter = change.Letter;
        if (change.IsGone)
        {
            segments.RemoveLetter(letter.Segment);
            letter.Segment = 0;
            letter.IsWritten = false;
            return;
        }

        letter.IsMarked = change.IsSuperseded;
        if (letter.Segment != 0)
            return;
        letter.Segment = segment;
        segments.AddLetter(segment);
    }

    /// <summary>Writes a proof and deletes the files that are not needed. Called after a commit.</summary>
    private void Tidy(DeadLetterSegments segments)
    {
        try
        {
            segments.WriteProof();
            segments.PutReplacedAway();

            // The file is deleted first, since later segments may have records that remove its letters.
            while (segments.TryDeleteOldest(out long number))
            {
                int dropped = queue.DropSegment(number);
                if (dropped > 0)
                    alert.OnDropped(dropped);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NoteFailure(exception);
        }
    }

    private void NoteFailure(Exception exception)
    {
        if (!_isFailing)
            LogMessages.DeadLettersNotWritten(logger, name, exception);
        _isFailing = true;
    }
}
