using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// Files of the former form come first: they are not written any more, so whatever is in segments is newer. Segments are
// read as those of the log are (SegmentValidator). Damage ends that, but not here: the segments after it are read as if
// nothing had been before.

/// <summary>Reads the dead letters of earlier runs, once.</summary>
internal sealed class DeadLetterRecovery<TKey, TValue>(
    ISegmentDirectory directory, DeadLetterCodec<TKey, TValue> codec, ILogger logger, string name)
    where TKey : struct
    where TValue : notnull
{
    private readonly RecoveredLetters<TKey, TValue> _letters = new();
    private readonly List<RecoveredFile> _files = [];
    private SegmentValidator _validator = new(SegmentFormat.DeadLetters);
    private int _lostUpTo = -1;
    private long _lastSequence;
    private bool _isUncertain;

    private static SegmentNames Names => SegmentFormat.DeadLetters.Names;

    /// <summary>Whether the letters have to be written anew, and the files to go then.</summary>
    private bool IsRewritten => _isUncertain || _lostUpTo >= 0 || _files.Any(static file => file.IsDamaged || file.Segment == 0);

    public void ReadAll()
    {
        var names = directory.Files();
        long[] former = FormerLetterFile.Names.NumbersIn(names);
        foreach (long number in former)
            Visit(FormerLetterFile.Names.Of(number), segment: 0, file => ReadFormer(file, isLast: number == former[^1]));
        long[] segments = Names.NumbersIn(names);
        foreach (long number in segments)
            Visit(Names.Of(number), number, file => ReadSegment(file, isLast: number == segments[^1]));
    }

    /// <summary>Puts the letters into an empty queue.</summary>
    /// <returns>The letters, also those that did not fit.</returns>
    public IReadOnlyList<TrackedLetter<TKey, TValue>> Restore(DeadLetterQueue<TKey, TValue> queue) =>
        _letters.Restore(queue, IsRewritten, _lostUpTo);

    /// <summary>The segments to write to from now on.</summary>
    public DeadLetterSegments Begin() => IsRewritten
        ? DeadLetterSegments.Replace(directory, codec.Columns, _files, _lastSequence)
        : DeadLetterSegments.Continue(directory, codec.Columns, _validator.Segments);

    private void Visit(string file, long segment, Action<RecoveredFile> read)
    {
        var visited = new RecoveredFile(file, _files.Count, segment);
        _files.Add(visited);
        try
        {
            read(visited);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogMessages.DeadLetterFileUnreadable(logger, name, PathOf(file), exception);
            NoteLoss(visited);
        }
    }

    private void ReadFormer(RecoveredFile file, bool isLast)
    {
        byte[] bytes;
        using (var opened = directory.Open(file.Name))
        {
            bytes = new byte[opened.Length];
            opened.Read(bytes, 0);
        }

        var condition = FormerLetterFile.ReadAll(bytes, payload => Note(() => codec.ReadFormer(payload), file), out int end);
        if (condition == FormerLetterCondition.Torn && isLast)
        {
            LogMessages.DeadLetterFileTorn(logger, name, PathOf(file.Name), bytes.Length - end);
        }
        else if (condition != FormerLetterCondition.Whole)
        {
            LogMessages.DeadLetterFileDamaged(logger, name, PathOf(file.Name), end);
            NoteLoss(file);
        }
    }

    private void ReadSegment(RecoveredFile file, bool isLast)
    {
        var damage = Validate(file, isLast);
        if (damage is not null && damage.Number != file.Segment)
        {
            NoteDamage(damage, _files[file.Order - 1]);
            damage = Validate(file, isLast);
        }

        if (_validator.Segments is [.., var read])
            _lastSequence = read.Last;
        if (damage is not null)
        {
            NoteDamage(damage, file);

            // What is written next follows on a record that is not there. So the damage shows until the file is put aside.
            if (isLast)
                _lastSequence++;
        }
        else if (isLast)
        {
            TryCutTail(file);
        }
    }

    private SegmentDamage? Validate(RecoveredFile file, bool isLast)
    {
        using var opened = directory.Open(file.Name);
        return _validator.Read(
            opened, file.Segment, isLast, (header, record, _) => Note(() => codec.Read(in header, in record), file));
    }

    private void TryCutTail(RecoveredFile file)
    {
        if (_validator.TornBytes > 0)
            LogMessages.DeadLetterFileTorn(logger, name, PathOf(file.Name), _validator.TornBytes);
        try
        {
            CutTail(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // All was read, but what of it is on stable storage is not known.
            LogMessages.DeadLettersNotWritten(logger, name, exception);
            _isUncertain = true;
        }
    }

    private void CutTail(RecoveredFile file)
    {
        if (_validator.Unreadable > 0)
        {
            directory.Delete(file.Name);
            _files.Remove(file);
        }

        if (_validator.Segments is [.., var last])
        {
            using var opened = directory.Open(Names.Of(last.Header.Number));
            opened.SetLength(last.End);
            opened.Sync();
        }

        // An earlier run that was killed may have synced neither the records nor the names that were read now.
        directory.Sync();
    }

    private void NoteDamage(SegmentDamage damage, RecoveredFile file)
    {
        string damaged = Names.Of(damage.Number);
        LogMessages.DeadLetterFileDamaged(logger, name, PathOf(damaged), damage.Offset);
        NoteLoss(file, isDamaged: file.Name == damaged);
    }

    private void NoteLoss(RecoveredFile file, bool isDamaged = true)
    {
        file.IsDamaged |= isDamaged;
        _lostUpTo = file.Order;
        _validator = new SegmentValidator(SegmentFormat.DeadLetters);
    }

    private void Note(Func<DeadLetterRecord<TKey, TValue>> read, RecoveredFile file)
    {
        try
        {
            _letters.Add(read(), file);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A whole record, of a key or a value that the types of today cannot hold.
            LogMessages.DeadLetterFileUnreadable(logger, name, PathOf(file.Name), exception);
            file.IsDamaged = true;
        }
    }

    private string PathOf(string file) => Path.Combine(directory.Path, file);
}
