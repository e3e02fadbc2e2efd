namespace WriteBack.Fast;

/// <summary>The order in which dirty entries go to the store. A dirty entry written with several priorities has the highest.</summary>
public enum FlushPriority : byte
{
    /// <summary>Stored before all others. <see cref="OverflowPolicy.WriteThrough"/> uses it.</summary>
    High = 1,

    /// <summary>The default.</summary>
    Normal = 2,

    /// <summary>Stored after all others. Entries that are overdue get a part of every batch all the same.</summary>
    Low = 3,
}
