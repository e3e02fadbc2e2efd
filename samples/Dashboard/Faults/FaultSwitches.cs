namespace Dashboard.Faults;

/// <summary>What is made to go wrong. Thread-safe.</summary>
internal sealed class FaultSwitches
{
    private volatile bool _isStoreDown;
    private volatile bool _refusesCheaters;

    /// <summary>Whether the database cannot be reached.</summary>
    public bool IsStoreDown
    {
        get => _isStoreDown;
        set => _isStoreDown = value;
    }

    /// <summary>Whether the database refuses the rows of cheaters.</summary>
    public bool RefusesCheaters
    {
        get => _refusesCheaters;
        set => _refusesCheaters = value;
    }
}
