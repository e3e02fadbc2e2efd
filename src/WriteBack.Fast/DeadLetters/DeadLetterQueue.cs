using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// A letter stops being dead in one of two ways. If its key is written again, the letter is superseded. If it is replayed, the letter
// is gone once that write is stored:
//
//   Dead ── its key's next batch begins, or dies ──► superseded ── replay ──► gone, or replaying if a write is pending
//     └──── replay ──► replaying ── stored, or dead again ──► gone
//
// Only the newest letter of a key can be replaying, and only while the key's slot is pinned. Every change that begins or ends this is
// made under the slot's lock. (Lock order: shard, slot, queue. The queue's lock is never held during I/O.)
// A replay never replaces a newer write:
//
//   set against replay    Both take the slot's lock. A set that comes second overwrites the replayed value like any other. A set
//                         that came first left the slot pinned, or clean after a flight. If the slot is pinned, the replay
//                         does not write. If it is clean, the flight marked the key's letter as superseded before the
//                         store was called, so the replay does not write.
//   eviction between      An absent key is replayed under the shard's lock, so no other thread inserts the key meanwhile. If
//                         the key was written, stored and evicted before, its letter is marked.
//   load against replay   A load returns a value older than the letter, or one whose flight marked the letter before. A replay
//                         of an absent key inserts the key, which outdates a load under way.
//   two replays           The first one to take the slot's lock makes the letter replaying. The second one skips it.
//   a replay that dies    The new letter replaces the replaying one under the slot's lock. The same hold of the lock frees the
//                         slot, so no thread sees the new letter while its own flight still pins the slot.
//   clearing meanwhile    The letter is gone, so the replay skips it. A write replayed before is like any other write.
//   closing meanwhile     The slots accept no more writes. The letters that the replay has not reached stay.
//
// With a journal, the same must hold after a crash between the store's commit and the removal of the letter. So changes are on disk
// before the next call of the store. If a replayed write was overwritten before its flight, its letter is marked too: the store is
// about to get a newer write.

/// <summary>Dead letters in memory. Thread-safe.</summary>
/// <param name="keys">Compares keys.</param>
/// <param name="isJournaled">Whether to keep a list of changed letters for a journal.</param>
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

    // Acquire: pairs with the releases in Remove and Insert. A letter is added under its slot's lock, so the thread that drains the slot
    // afterwards sees the letter.
    public int Count => Volatile.Read(ref _count);

    /// <summary>The number of changes so far that a journal must write.</summary>
    // Acquire: pairs with the release in NoteChange, in the same way.
    public long Changes => Volatile.Read(ref _changes);

    /// <summary>Adds a new letter. Needs the lock of its key's slot.</summary>
    /// <returns>The letter dropped to make room, or null.</returns>
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

    /// <summary>Adds a letter of an earlier run. Its number must be above those of all letters in the queue.</summary>
    /// <param name="letter">The letter, in the state that the journal's files have.</param>
    /// <param name="isRewritten">Whether the journal must write the letter again.</param>
    public void Restore(TrackedLetter<TKey, TValue> letter, bool isRewritten)
    {
        lock (_lock)
        {
            if (isRewritten)
                NoteChange(letter);
            Insert(letter);
        }
    }

    /// <summary>Makes new letters get numbers above a given one.</summary>
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

    /// <summary>Drops the letters whose segment has been deleted.</summary>
    /// <returns>The number of letters dropped.</returns>
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
    /// Marks the letters of a batch's keys as superseded, before the store gets the batch. A replaying letter is marked only if its entry
    /// writes something else.
    /// </summary>
    /// <param name="batch">The entries, which must be in flight.</param>
    /// <param name="isSame">Whether an entry writes the same as a letter; null to leave replaying letters unmarked.</param>
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

        // Comparing runs user code, so it is done outside the lock. The entries are in flight, so these letters can only be removed
        // meanwhile.
        foreach (var (letter, entry) in replaying)
        {
            if (isSame!(batch[entry], letter.Content))
                continue;
            lock (_lock)
                Supersede(letter);
        }
    }

    /// <summary>Removes the replaying letter of a key whose pending write was stored. Needs the lock of the key's slot.</summary>
    public void OnStored(in TKey key)
    {
        lock (_lock)
        {
            if (_newest.TryGetValue(key, out var letter) && letter.IsReplaying)
                Remove(letter);
        }
    }

    /// <summary>
    /// Decides what a replay does with a letter. Needs the lock of the key's slot, or the shard's lock when the key is absent.
    /// </summary>
    /// <param name="letter">The letter.</param>
    /// <param name="isPinned">Whether a write of the key is pending.</param>
    /// <returns>
    /// <see cref="WriteOutcome.Accepted"/> when the caller must write the letter under the same lock, or call <see cref="CancelReplay"/>.
    /// Otherwise <see cref="WriteOutcome.Superseded"/> or <see cref="WriteOutcome.Settled"/>.
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

    /// <summary>Ends a letter's replay whose write was not accepted. Needs the lock under which the replay began.</summary>
    public void CancelReplay(TrackedLetter<TKey, TValue> letter)
    {
        lock (_lock)
            letter.IsReplaying = false;
    }

    /// <summary>Takes the changes since the last call, each letter once.</summary>
    /// <param name="changes">Receives <see cref="Changes"/> as of this call.</param>
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

    /// <summary>Puts back changes that the journal took and could not write.</summary>
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

        // Release: pairs with the acquire in Count.
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

        // Release: pairs with the acquire in Count.
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

        // Release: pairs with the acquire in Changes.
        Volatile.Write(ref _changes, _changes + 1);
    }
}
