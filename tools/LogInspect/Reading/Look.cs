using MessagePack;

namespace WriteBack.Fast.LogInspect.Reading;

// A running cache trims the oldest segments first. So where one is gone by the time it is to be opened, those before it
// are gone too, and the log begins after it. If it was the last, others have been made that are not in the list.

/// <summary>Reads all of a log once.</summary>
internal sealed class Look
{
    private SegmentValidator _check = new(SegmentFormat.Log);
    private List<SegmentTally> _tallies = [];
    private KeyTable _keys = new();
    private SegmentDamage? _withoutKey;

    private Look()
    {
    }

    /// <summary>Whether all that was to be read was trimmed, so that this look is worth nothing.</summary>
    public bool IsVoid { get; private set; }

    /// <summary>The first damage, or null. What follows it was not read.</summary>
    public SegmentDamage? Damage { get; private set; }

    /// <summary>What a crash left after the last record, or null.</summary>
    public TornTail? TornTail => (_check.TornBytes, _check.Unreadable) switch
    {
        (0, 0) => null,
        (long bytes, 0) => new TornTail(SegmentFormat.Log.Names.Of(_check.Segments[^1].Header.Number), _check.Segments[^1].End, bytes),
        (long bytes, long number) => new TornTail(SegmentFormat.Log.Names.Of(number), 0, bytes),
    };

    public IEnumerable<SegmentReport> Segments => _check.Segments.Zip(_tallies, SegmentReport.Of);

    /// <summary>Reads the segments among some files of a folder.</summary>
    public static Look At(string folder, IEnumerable<string> files)
    {
        var look = new Look();
        long[] numbers = SegmentFormat.Log.Names.NumbersIn(files);
        using var segments = new SegmentFiles(folder, numbers);
        for (int i = 0; i < numbers.Length && look.Damage is null; i++)
        {
            using var file = segments.Next();
            if (file is not null)
                look.Read(file, numbers[i], isLast: i == numbers.Length - 1);
            else
                look.Forget(isAll: i == numbers.Length - 1);
        }

        return look;
    }

    private void Forget(bool isAll) =>
        (_check, _tallies, _keys, IsVoid) = (new SegmentValidator(SegmentFormat.Log), [], new KeyTable(), isAll);

    private void Read(ISegmentFile file, long number, bool isLast)
    {
        var tally = new SegmentTally(file.Length);
        var damage = _check.Read(file, number, isLast, (_, record, at) => Count(record, at, tally, number));
        if (_check.Segments.Count > _tallies.Count)
            _tallies.Add(tally);
        Damage = _withoutKey ?? damage;
    }

    private void Count(SegmentRecord record, long at, SegmentTally tally, long number)
    {
        tally.Add(record.Kind);
        try
        {
            _keys.Add(record, tally);
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or EndOfStreamException)
        {
            _withoutKey ??= new SegmentDamage(number, at, $"the record of write {record.Sequence} has no key: {exception.Message}");
        }
    }
}
