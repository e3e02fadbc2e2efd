namespace WriteBack.Fast;

/// <summary>One caller's wait until the store has a write.</summary>
/// <param name="pool">The pool to return to.</param>
internal sealed class StoredWaiter(WaiterPool<StoredWaiter> pool) : WriteWaiter
{
    /// <summary>The list that holds the waiter, or held it last; null when its write was never applied.</summary>
    public StoredWaiters? List { get; set; }

    /// <summary>The slot that the caller waits for; -1 when it is in no list. The list's lock guards it and the neighbours.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The times that the store refused the entry since the caller began to wait.</summary>
    public int Refusals { get; set; }

    /// <summary>The neighbour in the circle of waiters for the same slot.</summary>
    public StoredWaiter Next { get; set; } = null!;

    /// <inheritdoc cref="Next"/>
    public StoredWaiter Previous { get; set; } = null!;

    protected override bool TryLeave() => List is { } list && list.TryRemove(this);

    protected override void Recycle() => pool.Return(this);
}
