namespace WriteBack.Fast;

/// <summary>One caller who waits until the store has a write.</summary>
internal sealed class StoredWaiter(WaiterPool<StoredWaiter> pool) : WriteWaiter
{
    /// <summary>The list that it was put in last; null when its write was never applied.</summary>
    public StoredWaiters? List { get; set; }

    /// <summary>The slot whose store it awaits; -1 when it is in no list. Like the neighbours, guarded by the list's lock.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Who waits for the same slot, in a circle.</summary>
    public StoredWaiter Next { get; set; } = null!;

    /// <inheritdoc cref="Next"/>
    public StoredWaiter Previous { get; set; } = null!;

    protected override bool TryLeave() => List is { } list && list.TryRemove(this);

    protected override void Recycle() => pool.Return(this);
}
