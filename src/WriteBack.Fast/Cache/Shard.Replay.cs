using System.Runtime.CompilerServices;

namespace WriteBack.Fast;

// Writing dead letters again. Why that never replaces a newer write: see DeadLetterQueue.

internal sealed partial class Shard<TKey, TValue, TTraits>
{
    /// <summary>Writes a dead letter again, unless its key has been written since.</summary>
    public WriteOutcome Replay(
        TrackedLetter<TKey, TValue> letter, ulong hash, FlushPriority priority, PendingLogRecord? logRecord, DeadLetterQueue<TKey, TValue> deadLetters)
    {
        var content = letter.Content;
        lock (_lock)
        {
            if (_context.IsClosed)
                return WriteOutcome.Closed;

            // Under the shard's lock an absent key stays so, and a resident one keeps its slot.
            ref var slot = ref _table.Find(content.Key, hash, out int index, out _);
            bool isAbsent = Unsafe.IsNullRef(ref slot);
            uint taken = isAbsent ? 0 : SlotLock.Take(ref slot.Sequence);
            var outcome = deadLetters.BeginReplay(letter, !isAbsent && slot.IsPinned);
            if (outcome == WriteOutcome.Accepted)
            {
                if (isAbsent)
                    TryInsert(content.Key, hash, content.Value, content.Kind, priority, logRecord, out outcome);
                else
                    outcome = Overwrite(ref slot, index, content.Value, content.Kind, priority, logRecord);
                if (!outcome.IsAccepted)
                    deadLetters.CancelReplay(letter);
            }

            if (!isAbsent)
                SlotLock.Release(ref slot.Sequence, taken);
            return outcome;
        }
    }
}
