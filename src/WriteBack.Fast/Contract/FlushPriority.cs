namespace WriteBack.Fast;

/// <summary>How soon a write is to reach the store, relative to others. Coalesced writes keep the highest priority seen.</summary>
public enum FlushPriority : byte
{
    /// <summary>Stored before all others.</summary>
    High = 1,

    /// <summary>The default.</summary>
    Normal = 2,

    /// <summary>Stored when nothing more urgent is waiting.</summary>
    Low = 3,
}
