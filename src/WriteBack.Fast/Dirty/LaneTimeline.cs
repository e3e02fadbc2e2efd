namespace WriteBack.Fast;

// A ring is in the order of first writes. So a note of every tail, taken at a known moment, tells the age of what lies before it. An
// entry between two notes was accepted between their moments. It is taken to be as old as its share of the way from one to the other,
// so what became due between two notes is stored evenly, and not at once.
//
// A note that is late by more than a step says little: the entries since the note before it may all be as old as that. They count as
// that old, so that none waits too long. This happens when a clock is set forward, as in tests, and after a long pause of the process.
//
// Notes that lie behind every head are dropped. While the store takes nothing, notes become more. Then those of the older half go that
// lie between two others which are apart by a small share of their age.

/// <summary>The moments at which the entries of one lane were accepted. Not thread-safe.</summary>
/// <param name="rings">The rings of all shards, numbered as in <see cref="RingNumber"/>.</param>
/// <param name="lane">The lane.</param>
internal sealed class LaneTimeline(DirtyRing[] rings, int lane)
{
    // Twice the notes of an interval, so that the notes of the last interval are never thinned out.
    private const int MostNotes = 512;

    // Older notes are apart by at most this share of their age.
    private const int AgeShare = 16;

    private readonly List<Note> _notes = [];
    private readonly Stack<Note> _spare = [];

    /// <summary>Whether the lane has an entry that lies behind the last note.</summary>
    public bool HasNews => _notes.Count == 0 || Exists(static (ring, tail) => ring.Tail != tail, _notes[^1]);

    /// <summary>A timestamp that is not after the oldest entry was accepted; the largest one if the lane has no entry.</summary>
    public long OldestSince
    {
        get
        {
            int first = FirstUnconsumed;
            if (first < _notes.Count)
                return _notes[Math.Max(0, first - 1)].At;
            return first > 0 && Exists(static (ring, _) => ring.Head < ring.Tail, _notes[^1]) ? _notes[^1].At : long.MaxValue;
        }
    }

    private int Shards => rings.Length / RingNumber.Lanes;

    private int FirstUnconsumed
    {
        get
        {
            int first = 0;
            while (first < _notes.Count && IsConsumed(_notes[first]))
                first++;
            return first;
        }
    }

    /// <summary>Notes the tails at a moment at which every entry since the last note is new.</summary>
    public void TakeNew(long now)
    {
        // Two notes of the same moment: nothing was accepted between the last note and the first of them.
        if (HasNews)
        {
            var before = Add(now);
            if (_notes.Count > 1)
                _notes[^2].Tails.CopyTo(before.Tails, 0);
        }

        MoveToTails(Add(now));
    }

    /// <summary>Notes the tails, once a step.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="step">The ticks between two notes.</param>
    public void Take(long now, long step)
    {
        long passed = _notes.Count == 0 ? step : now - _notes[^1].At;
        if (passed < step)
            return;
        if (_notes.Count > 0 && passed >= 2 * step)
            MoveToTails(_notes[^1]);
        MoveToTails(Add(now));
    }

    /// <summary>The ticks until an entry with a note is due that is not due by now; the largest number if there is none.</summary>
    /// <param name="now">The timestamp.</param>
    /// <param name="interval">The ticks that an entry waits.</param>
    /// <param name="step">The ticks between two notes.</param>
    public long UntilDue(long now, long interval, long step)
    {
        for (int note = FirstUnconsumed; note < _notes.Count; note++)
        {
            if (_notes[note].At + interval <= now)
                continue;
            long begin = _notes[Math.Max(0, note - 1)].At + interval;
            return begin > now ? begin - now : step;
        }

        return long.MaxValue;
    }

    /// <summary>Moves a watermark, in the lane's rings, to the position before which every entry was accepted by a moment.</summary>
    public void MoveTo(Watermark watermark, long moment)
    {
        int next = 0;
        while (next < _notes.Count && _notes[next].At <= moment)
            next++;
        for (int shard = 0; shard < Shards; shard++)
            watermark[RingNumber.Of(shard, lane)] = next == 0 ? 0 : PositionOf(next, shard, moment);
    }

    /// <summary>Moves a watermark, in the lane's rings, to the first note that has entries before it, or to the tails.</summary>
    public void MoveToOldest(Watermark watermark)
    {
        int first = FirstUnconsumed;
        for (int shard = 0; shard < Shards; shard++)
        {
            int ring = RingNumber.Of(shard, lane);
            watermark[ring] = first < _notes.Count ? _notes[first].Tails[shard] : rings[ring].Tail;
        }
    }

    private long PositionOf(int next, int shard, long moment)
    {
        var from = _notes[next - 1];
        if (next == _notes.Count)
            return from.Tails[shard];
        var to = _notes[next];
        double share = (double)(moment - from.At) / (to.At - from.At);
        return from.Tails[shard] + (long)Math.Ceiling(share * (to.Tails[shard] - from.Tails[shard]));
    }

    private bool IsConsumed(Note note) => !Exists(static (ring, tail) => ring.Head < tail, note);

    private bool Exists(Func<DirtyRing, long, bool> condition, Note note)
    {
        for (int shard = 0; shard < Shards; shard++)
        {
            if (condition(rings[RingNumber.Of(shard, lane)], note.Tails[shard]))
                return true;
        }

        return false;
    }

    private Note Add(long now)
    {
        DropConsumed();
        if (_notes.Count == MostNotes)
            Thin(now);
        var note = _spare.TryPop(out var spare) ? spare : new Note(Shards);
        note.At = now;
        _notes.Add(note);
        return note;
    }

    private void MoveToTails(Note note)
    {
        for (int shard = 0; shard < Shards; shard++)
            note.Tails[shard] = rings[RingNumber.Of(shard, lane)].Tail;
    }

    /// <summary>Drops the notes that no entry lies before, but for the last of them, from which the next one's entries are counted.</summary>
    private void DropConsumed()
    {
        int count = Math.Max(0, FirstUnconsumed - 1);
        for (int note = 0; note < count; note++)
            _spare.Push(_notes[note]);
        _notes.RemoveRange(0, count);
    }

    private void Thin(long now)
    {
        // The entries before a note that goes count as accepted between the note before it and the one after it.
        int kept = 1;
        for (int note = 1; note < MostNotes; note++)
        {
            bool isOld = note < MostNotes / 2;
            if (isOld && _notes[note + 1].At - _notes[kept - 1].At <= (now - _notes[note].At) / AgeShare)
                _spare.Push(_notes[note]);
            else
                _notes[kept++] = _notes[note];
        }

        // After an age that is longer than any outage, the second note goes all the same.
        if (kept == MostNotes)
        {
            _spare.Push(_notes[1]);
            _notes.RemoveAt(1);
            return;
        }

        _notes.RemoveRange(kept, MostNotes - kept);
    }

    private sealed class Note(int shards)
    {
        public long At { get; set; }

        public long[] Tails { get; } = new long[shards];
    }
}
