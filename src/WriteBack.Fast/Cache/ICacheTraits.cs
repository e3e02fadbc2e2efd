using System.ComponentModel;

namespace WriteBack.Fast.Internals;

/// <summary>
/// What the generator knows of a cache at compile time. Its implementation is a struct, so that the JIT inlines every member.
/// Every member gives the same answer on every thread, at any time, and none throws.
/// </summary>
/// <typeparam name="TKey">Type of the cache's keys.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ICacheTraits<TKey>
    where TKey : struct
{
    /// <summary>Whether reads are counted.</summary>
    static abstract bool CountsReads { get; }

    /// <summary>Whether entries can expire.</summary>
    static virtual bool Expires => false;

    /// <summary>A strong, per-process seeded hash of the key's members: equal keys have equal hashes.</summary>
    /// <param name="key">The key.</param>
    static abstract ulong Hash(in TKey key);

    /// <summary>Whether two keys have equal members: a store would see one row.</summary>
    /// <param name="left">A key.</param>
    /// <param name="right">Another.</param>
    static abstract bool KeysEqual(in TKey left, in TKey right);
}
