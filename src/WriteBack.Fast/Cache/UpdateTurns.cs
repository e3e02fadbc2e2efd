using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast;

// A turn is a reservation of one slot, for the time in which the user's action runs. Writers of the slot wait until the turn is over;
// reads, drain and settlement go on. The action may itself wait for one of those writers, so they wait for a limited time and then
// write. Their write ends the reservation, and the update finds that it has lost its turn.
//
//   Begin ── reserved ── the update's own write, End ──────► over
//               └─────── a write, an eviction ────────────► lost; a later Begin at the slot says so to the former turn

/// <summary>The turns of updates that other writes have overtaken again and again, in one shard. Thread-safe.</summary>
/// <param name="closing">Whether the cache is closed.</param>
internal sealed class UpdateTurns(CloseFlag closing)
{
    private const long LongestTurnMilliseconds = 1_000;

    private readonly Lock _lock = new();
    private readonly List<Turn> _turns = [];

    /// <summary>Reserves a locked slot for the calling thread's update.</summary>
    public Turn Begin(ref SlotHeader header, int index)
    {
        header.Reserve();
        var turn = new Turn(index, Environment.CurrentManagedThreadId, Environment.TickCount64);
        lock (_lock)
        {
            foreach (var lost in _turns)
                lost.IsUnderWay &= lost.Index != index;
            _turns.Add(turn);
        }

        return turn;
    }

    /// <summary>Ends a turn. Needs the lock of its slot.</summary>
    public void End(ref SlotHeader header, Turn turn)
    {
        if (turn.IsUnderWay)
            header.EndReservation();
        lock (_lock)
            _turns.Remove(turn);
    }

    /// <summary>Waits until the turn at a slot is over.</summary>
    /// <param name="header">The slot's header.</param>
    /// <param name="index">The slot's index.</param>
    /// <param name="seen">The sequence at which the caller found its key in the slot.</param>
    /// <returns>Whether the caller has to look its key up again; otherwise it may write, and the turn is lost.</returns>
    /// <exception cref="InvalidOperationException">The turn is the calling thread's own: the action writes its own key.</exception>
    public bool AwaitEnd(ref SlotHeader header, int index, uint seen)
    {
        var spinner = new SpinWait();
        while (header.IsReserved)
        {
            if (!TryFind(index, out var turn) || (turn.IsOwn && !SlotLock.IsUnchanged(ref header.Sequence, seen)))
                return true;
            if (turn.IsOwn)
            {
                throw new InvalidOperationException(
                    "An update action must not write the key that it updates. Change the value that the action is given instead.");
            }

            if (turn.IsTooLong || closing.IsClosed)
                return false;
            spinner.SpinOnce();
        }

        return true;
    }

    private bool TryFind(int index, [NotNullWhen(true)] out Turn? turn)
    {
        lock (_lock)
            turn = _turns.Find(turn => turn.Index == index && turn.IsUnderWay);
        return turn is not null;
    }

    /// <summary>One update's turn.</summary>
    /// <param name="index">The index of the reserved slot.</param>
    /// <param name="thread">The thread that runs the action.</param>
    /// <param name="began">When the turn began.</param>
    public sealed class Turn(int index, int thread, long began)
    {
        public int Index => index;

        /// <summary>Whether no later turn has begun at the slot. Changes under the slot's lock.</summary>
        public bool IsUnderWay { get; set; } = true;

        public bool IsOwn => thread == Environment.CurrentManagedThreadId;

        public bool IsTooLong => Environment.TickCount64 - began > LongestTurnMilliseconds;
    }
}
