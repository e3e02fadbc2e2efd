using System.ComponentModel;

namespace WriteBack.Fast;

/// <summary>What the generator knows of a cache at compile time. A struct type parameter, so that the JIT inlines every member.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICacheTraits<TKey>
    where TKey : struct
{
    /// <summary>Whether reads are counted.</summary>
    static abstract bool CountsReads { get; }

    /// <summary>Whether entries may have a time to live.</summary>
    static virtual bool Expires => false;

    /// <summary>A strong, per-process seeded hash of the key's members.</summary>
    static abstract ulong Hash(in TKey key);

    /// <summary>Whether two keys have equal members.</summary>
    static abstract bool KeysEqual(in TKey left, in TKey right);
}
