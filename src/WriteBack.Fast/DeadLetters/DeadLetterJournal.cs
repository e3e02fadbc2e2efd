using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// The queue keeps which letters have changed; a commit writes what the files do not say yet, and syncs once. So it can
// fail and be tried again, and what came and went in between is never written. A letter that is dropped or gone leaves
// its record behind; segments are deleted from the oldest on, when no letter in them is left, so the record that removes
// a letter outlives the one that added it.
//
// A commit comes before each call of the store whenever there is something to write, whoever changed it: see the queue.

/// <summary>Keeps dead letters on disk. A failure leaves them in memory and is logged. Thread-safe.</summary>
/// <param name="queue">The letters.</param>
/// <param name="codec">Their form in the files.</param>
/// <param name="episode">Learns what was dropped.</param>
/// <param name="logger">Where failures go.</param>
/// <param name="name">The cache's name.</param>
internal sealed class DeadLetterJournal<TKey, TValue>(
    DeadLetterQueue<TKey, TValue> queue, DeadLetterCodec<TKey, TValue> codec, DeadLetterAlert episode, ILogger logger, string name)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The most bytes in all segments, but for the record that comes next; past it the oldest letters go.</summary>
    public const long MaxBytes = 64L << 20;

    /// <summary>The most bytes of a segment with more than one record.</summary>
    public const long MaxSegmentBytes = 4L << 20;

    /// <summary>The most bytes of a record. A larger letter stays in memory only.</summary>
    public const long MaxRecordBytes = 16L << 20;

    private readonly Lock _lock = new();
    private readonly PooledBuffer _record = new();
    private readonly SortedDictionary<long, Segment> _segments = [];
    private readonly List<(DeadLetterChange<TKey, TValue> Change, long Segment)> _appended = [];
    private DeadLetterFolder? _folder;
    private long _lastSegment;
    private long _synced;
    private long _committed;
    private bool _isFailing;

    /// <summary>Reads the letters of earlier runs into the queue, which must be empty.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="IOException">Another cache has it open, or it cannot be used.</exception>
    public void Open(string path)
    {
        var folder = new DeadLetterFolder(path);
        try
        {
            Open(folder);
        }
        catch (Exception)
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Open(string)"/>
    /// <param name="folder">The files, which are the journal's from now on.</param>
    public void Open(DeadLetterFolder folder)
    {
        lock (_lock)
        {
            var reader = new DeadLetterRecovery<TKey, TValue>(folder, codec, logger, name);
            reader.ReadAll();
            var restored = reader.Restore(queue);
            _folder = folder;
            _lastSegment = reader.Segments.LastOrDefault().Key;
            if (reader.Damaged.Count > 0)
            {
                Replace(reader);
                return;
            }

            foreach (var (segment, length) in reader.Segments)
                _segments.Add(segment, new Segment { Bytes = length });
            foreach (var letter in restored)
                _segments[letter.Segment].Live++;
            _synced = reader.Segments.LastOrDefault().Value;
            Commit();
            Trim();
        }
    }

    /// <summary>Brings every change so far to disk, or logs why it cannot.</summary>
    /// <returns>Whether it is there.</returns>
    public bool Commit()
    {
        // Acquire: pairs with the release below. Equal only when what had changed by now was synced.
        if (Volatile.Read(ref _committed) == queue.Changes)
            return true;
        lock (_lock)
        {
            if (_folder is null)
                return false;
            var changes = queue.TakeChanges(out long upTo);
            try
            {
                Write(changes);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                queue.ReturnChanges(changes);
                Retreat();
                NoteFailure(exception);
                return false;
            }

            Volatile.Write(ref _committed, upTo);
            if (_isFailing)
                LogMessages.DeadLettersWrittenAgain(logger, name);
            _isFailing = false;
            Trim();
            return true;
        }
    }

    /// <summary>Whether an entry stores the same as a letter does.</summary>
    public bool IsSame(WriteEntry<TKey, TValue> entry, DeadLetter<TKey, TValue> letter) => codec.IsSame(in entry, letter);

    /// <summary>Commits, and gives the files back.</summary>
    public void Close()
    {
        lock (_lock)
        {
            Commit();
            _folder?.Dispose();
            _folder = null;
            _record.Release();
        }
    }

    private void Write(DeadLetterChange<TKey, TValue>[] changes)
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
                _appended.Add((change, Append()));
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
        _folder!.Sync();
        _synced = _segments[_lastSegment].Bytes;
        foreach (var (change, segment) in _appended)
            Settle(in change, segment);
    }

    /// <summary>What the files have yet to say of a letter.</summary>
    private static DeadLetterRecord<TKey, TValue>? RecordOf(in DeadLetterChange<TKey, TValue> change)
    {
        var letter = change.Letter;
        if (change.IsGone)
            return !letter.IsWritten ? null : new DeadLetterRecord<TKey, TValue>(DeadLetterRecordKind.Removed, letter.Number);
        if (letter.IsMemoryOnly)
            return null;
        if (letter.Segment == 0)
            return new DeadLetterRecord<TKey, TValue>(DeadLetterRecordKind.Added, letter.Number, change.IsSuperseded, letter.Content);
        return change.IsSuperseded && !letter.IsMarked
            ? new DeadLetterRecord<TKey, TValue>(DeadLetterRecordKind.Superseded, letter.Number)
            : null;
    }

    private bool TrySerialise(in DeadLetterRecord<TKey, TValue> record, out Exception? reason)
    {
        _record.Truncate(0);
        reason = null;
        try
        {
            codec.Write(_record, in record);
            if (_record.Length > MaxRecordBytes)
                reason = new InvalidDataException($"A record of {_record.Length} bytes is larger than {MaxRecordBytes}.");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            reason = exception;
        }

        return reason is null;
    }

    private long Append()
    {
        if (!_segments.TryGetValue(_lastSegment, out var segment)
            || (segment.Bytes > 0 && segment.Bytes + _record.Length > MaxSegmentBytes))
        {
            _folder!.Sync();
            segment = new Segment();
            _segments.Add(++_lastSegment, segment);
            _synced = 0;
        }

        _folder!.Append(_lastSegment, segment.Bytes, _record.WrittenSpan);
        segment.Bytes += _record.Length;
        return _lastSegment;
    }

    private void Settle(in DeadLetterChange<TKey, TValue> change, long segment)
    {
        var letter = change.Letter;
        if (change.IsGone)
        {
            // Its segment may have been dropped since the change was taken.
            if (_segments.TryGetValue(letter.Segment, out var left))
                left.Live--;
            letter.Segment = 0;
            letter.IsWritten = false;
            return;
        }

        letter.IsMarked = change.IsSuperseded;
        if (letter.Segment != 0)
            return;
        letter.Segment = segment;
        _segments[segment].Live++;
    }

    /// <summary>After a failure: back to what is synced, in the same segment or, if it cannot be cut, in another.</summary>
    private void Retreat()
    {
        if (!_segments.TryGetValue(_lastSegment, out var segment))
            return;
        try
        {
            _folder!.Truncate(_lastSegment, _synced);
            segment.Bytes = _synced;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lastSegment++;
        }
    }

    /// <summary>Deletes the oldest segments while no letter is in them, or while there are too many bytes.</summary>
    private void Trim()
    {
        try
        {
            while (_segments.Count > 1)
            {
                var (number, oldest) = _segments.First();
                if (oldest.Live > 0 && _segments.Values.Sum(static segment => segment.Bytes) <= MaxBytes)
                    return;

                // First the file: what comes after it may remove letters that it adds.
                _folder!.Delete(number);
                _segments.Remove(number);
                int dropped = queue.DropSegment(number);
                if (dropped > 0)
                    episode.OnDropped(dropped);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NoteFailure(exception);
        }
    }

    /// <summary>After damage: once the letters are written anew, the files that they come from are put aside or deleted.</summary>
    private void Replace(DeadLetterRecovery<TKey, TValue> reader)
    {
        if (!Commit())
            return;
        try
        {
            // Oldest first: what removes a letter must not go before what added it.
            foreach (long segment in reader.Segments.Keys)
            {
                if (reader.Damaged.Contains(segment))
                    _folder!.SetAside(segment);
                else
                    _folder!.Delete(segment);
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

    private sealed class Segment
    {
        public long Bytes { get; set; }

        /// <summary>Letters whose record is here and that are not gone.</summary>
        public int Live { get; set; }
    }
}
