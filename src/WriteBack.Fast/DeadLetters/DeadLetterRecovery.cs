using Microsoft.Extensions.Logging;

namespace WriteBack.Fast;

// Files of the former form are read first, since segments are newer. SegmentValidator reads the segments, as for the log. After damage,
// reading begins anew at the next segment.

/// <summary>Reads the dead letters of earlier runs. For one use by one thread.</summary>
/// <param name="directory">The directory of the dead letters.</param>
/// <param name="codec">Serialises the letters.</param>
/// <param name="logger">Receives torn, damaged and unreadable files.</param>
/// <param name="name">The cache's name.</param>
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

    /// <summary>Whether the letters must be written again, to replace the files that were read.</summary>
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

    /// <summary>Adds the letters to an empty queue.</summary>
    /// <returns>The letters, including those that the queue dropped again.</returns>
    public IReadOnlyList<TrackedLetter<TKey, TValue>> Restore(DeadLetterQueue<TKey, TValue> queue) =>
        _letters.Restore(queue, IsRewritten, _lostUpTo);

    /// <summary>Makes the segments for new records.</summary>
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

            // The next segment's header names a record that does not exist, so the damage shows until the file is put aside.
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
            // Every record was read, but it is unknown which are on stable storage.
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

        // A killed run may have synced neither the records nor the file names that were read.
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
            // The record is whole, but its key or value does not fit today's types.
            LogMessages.DeadLetterFileUnreadable(logger, name, PathOf(file.Name), exception);
            file.IsDamaged = true;
        }
    }

    private string PathOf(string file) => Path.Combine(directory.Path, file);
}
