using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// A letter is dead; then either its key is written again and it is superseded, or it is replayed and gone when that
// write is stored:
//
//   Dead ── its key's next batch begins, or dies ──► superseded ── replay ──► gone, or replaying if a write is pending
//     └──── replay ──► replaying ── stored, or dead again ──► gone
//
// Only the newest letter of a key can be replaying, and only while its key's slot is pinned: every change that makes it
// so, or ends it, is made under the slot's lock. (Lock order: shard, slot, queue. Nothing here does I/O under the lock.)
// Why a replay never replaces a newer write:
//
//   set against replay    Both take the slot's lock. A set that came first left the slot dirty, in flight, or clean after
//                         a flight. Pinned, the replay does not write. Each flight began by marking the letters of its
//                         keys as superseded, before the store was called; so clean, the mark is there. A set that comes
//                         second overwrites the replayed value as any other.
//   eviction between      An absent key is replayed under the shard's lock, so nobody inserts it meanwhile; if it was
//                         written, stored and evicted before, the mark is there.
//   load against replay   What a load brings is older than the letter or was superseding it before. A replay of an absent
//                         key inserts it, and that outdates the load.
//   two replays           The first to take the slot's lock makes the letter replaying; the second skips it.
//   a replay that dies    The new letter takes the place of the replaying one under the slot's lock, which also frees the
//                         slot, so nobody sees the letter while its own flight still pins it.
//   clearing meanwhile    The letter is gone, so its turn is skipped. What was replayed before is a write like any other.
//   closing meanwhile     Slots accept nothing more; the letters whose turn has not come stay.
//
// With a journal, the same must hold after a crash between the store's commit and the removal of the letter. So what
// changed is on disk before the next call of the store. Of a replayed write that was overwritten before its flight the
// letter is marked as well, since the store is about to get something newer.

/// <summary>Dead letters in memory. Thread-safe.</summary>
/// <param name="keys">Compares keys.</param>
/// <param name="isJournaled">Whether changes are kept until a journal takes them.</param>
internal sealed class DeadLetterQueue<TKey, TValue>(IEqualityComparer<TKey> keys, bool isJournaled)
    where TKey : struct
    where TValue : notnull
{
    /// <summary>The most letters kept.</summary>
    public const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, TrackedLetter<TKey, TValue>> _letters = [];
    private readonly Dictionary<TKey, TrackedLetter<TKey, TValue>> _newest = new(keys);
    private readonly List<TrackedLetter<TKey, TValue>> _changed = [];
    private long _lastNumber;
    private int _count;
    private long _changes;

    // Acquire: pairs with the release in Remove and Insert. Who drained a slot after a letter of its key was added under
    // the slot's lock sees the letter.
    public int Count => Volatile.Read(ref _count);

    /// <summary>How often something changed that a journal has to know.</summary>
    // Acquire: pairs with the release in NoteChange, as above.
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Adds a letter, newer than all others. Needs the slot's lock of its key.</summary>
    /// <returns>The one that had to go for it, if any.</returns>
    public DeadLetter<TKey, TValue>? Add(DeadLetter<TKey, TValue> content)
    {
        lock (_lock)
        {
            if (_newest.TryGetValue(content.Key, out var older) && older.IsReplaying)
                Remove(older);
            var letter = new TrackedLetter<TKey, TValue>(_lastNumber + 1, content);
            NoteChange(letter);
            return Insert(letter);
        }
    }

    /// <summary>Adds a letter of an earlier run, newer than all others.</summary>
    /// <param name="letter">The letter, in the state that the journal knows.</param>
    /// <param name="isRewritten">Whether the journal has to write it anew.</param>
    public void Restore(TrackedLetter<TKey, TValue> letter, bool isRewritten)
    {
        lock (_lock)
        {
            if (isRewritten)
                NoteChange(letter);
            Insert(letter);
        }
    }

    /// <summary>No letter gets a number up to this one any more.</summary>
    public void SkipNumbers(long upTo)
    {
        lock (_lock)
            _lastNumber = Math.Max(_lastNumber, upTo);
    }

    /// <summary>The letters, oldest first.</summary>
    public TrackedLetter<TKey, TValue>[] ToArray()
    {
        lock (_lock)
            return [.. _letters.Values];
    }

    public async IAsyncEnumerable<DeadLetter<TKey, TValue>> ReadAllAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var letter in ToArray())
        {
            ct.ThrowIfCancellationRequested();
            yield return await ValueTask.FromResult(letter.Content).ConfigureAwait(false);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            foreach (var letter in _letters.Values.ToArray())
                Remove(letter);
        }
    }

    /// <summary>Drops the letters of a segment that is about to be deleted.</summary>
    /// <returns>How many there were.</returns>
    public int DropSegment(long segment)
    {
        lock (_lock)
        {
            var dropped = _letters.Values.Where(letter => letter.Segment == segment).ToArray();
            foreach (var letter in dropped)
            {
                Remove(letter);
                letter.Segment = 0;
                letter.IsWritten = false;
            }

            return dropped.Length;
        }
    }

    /// <summary>
    /// Entries are about to be shown to the store: they were written after whatever letters their keys have, but for those
    /// being replayed.
    /// </summary>
    /// <param name="batch">The entries, which must be in flight.</param>
    /// <param name="isSame">Whether an entry would store the same as a letter; null when it does not matter.</param>
    public void Supersede(FlushBatch<TKey, TValue> batch, Func<WriteEntry<TKey, TValue>, DeadLetter<TKey, TValue>, bool>? isSame)
    {
        List<(TrackedLetter<TKey, TValue> Letter, int Entry)> replaying = [];
        lock (_lock)
        {
            for (int entry = 0; entry < batch.Count; entry++)
            {
                if (!_newest.TryGetValue(batch[entry].Key, out var letter))
                    continue;
                if (!letter.IsReplaying)
                    Supersede(letter);
                else if (isSame is not null && !letter.IsSuperseded)
                    replaying.Add((letter, entry));
            }
        }

        // User code, so outside the lock. The entries are in flight, so their letters can only go meanwhile.
        foreach (var (letter, entry) in replaying)
        {
            if (isSame!(batch[entry], letter.Content))
                continue;
            lock (_lock)
                Supersede(letter);
        }
    }

    /// <summary>The store has the write that was pending for a key. Needs its slot's lock.</summary>
    public void OnStored(in TKey key)
    {
        lock (_lock)
        {
            if (_newest.TryGetValue(key, out var letter) && letter.IsReplaying)
                Remove(letter);
        }
    }

    /// <summary>Decides what a replay does with a letter. Needs its slot's lock, or the shard's when its key is absent.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="isPinned">Whether a write of its key is pending.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Accepted"/> when the caller has to write it, under the same lock, or to
    /// <see cref="CancelReplay"/>; else <see cref="WriteOutcome.Superseded"/> or <see cref="WriteOutcome.Settled"/>.
    /// </returns>
    public WriteOutcome BeginReplay(TrackedLetter<TKey, TValue> letter, bool isPinned)
    {
        lock (_lock)
        {
            if (letter.IsGone || letter.IsReplaying)
                return WriteOutcome.Settled;
            if (letter.IsSuperseded && !(isPinned && IsNewest(letter)))
            {
                Remove(letter);
                return WriteOutcome.Superseded;
            }

            letter.IsReplaying = true;
            return isPinned ? WriteOutcome.Superseded : WriteOutcome.Accepted;
        }
    }

    /// <summary>The write of a letter was not accepted. Needs the lock under which its replay began.</summary>
    public void CancelReplay(TrackedLetter<TKey, TValue> letter)
    {
        lock (_lock)
            letter.IsReplaying = false;
    }

    /// <summary>Takes the changes that no journal has taken yet.</summary>
    /// <param name="changes">Gets <see cref="Changes"/> as of now.</param>
    public DeadLetterChange<TKey, TValue>[] TakeChanges(out long changes)
    {
        lock (_lock)
        {
            changes = _changes;
            DeadLetterChange<TKey, TValue>[] taken =
                [.. _changed.Select(static letter => new DeadLetterChange<TKey, TValue>(letter, letter.IsSuperseded, letter.IsGone))];
            foreach (var letter in _changed)
                letter.IsChanged = false;
            _changed.Clear();
            return taken;
        }
    }

    /// <summary>The journal could not write what it took.</summary>
    public void ReturnChanges(IEnumerable<DeadLetterChange<TKey, TValue>> changes)
    {
        lock (_lock)
        {
            foreach (var change in changes)
                NoteChange(change.Letter);
        }
    }

    private bool IsNewest(TrackedLetter<TKey, TValue> letter) => _newest.GetValueOrDefault(letter.Content.Key) == letter;

    private DeadLetter<TKey, TValue>? Insert(TrackedLetter<TKey, TValue> letter)
    {
        if (_newest.TryGetValue(letter.Content.Key, out var older))
            Supersede(older);
        var dropped = _letters.Count == Capacity ? _letters.First().Value : null;
        if (dropped is not null)
            Remove(dropped);
        _lastNumber = letter.Number;
        _letters.Add(letter.Number, letter);
        _newest[letter.Content.Key] = letter;
        Volatile.Write(ref _count, _letters.Count);
        return dropped?.Content;
    }

    private void Supersede(TrackedLetter<TKey, TValue> letter)
    {
        if (letter.IsSuperseded)
            return;
        letter.IsSuperseded = true;
        NoteChange(letter);
    }

    private void Remove(TrackedLetter<TKey, TValue> letter)
    {
        letter.IsGone = true;
        _letters.Remove(letter.Number);
        if (IsNewest(letter))
            _newest.Remove(letter.Content.Key);
        Volatile.Write(ref _count, _letters.Count);
        NoteChange(letter);
    }

    private void NoteChange(TrackedLetter<TKey, TValue> letter)
    {
        if (!isJournaled)
            return;
        if (!letter.IsChanged)
            _changed.Add(letter);
        letter.IsChanged = true;
        Volatile.Write(ref _changes, _changes + 1);
    }
}
