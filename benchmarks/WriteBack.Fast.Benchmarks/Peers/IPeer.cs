using System.Diagnostics.CodeAnalysis;

namespace WriteBack.Fast.Benchmarks.Peers;

/// <summary>
/// A cache, or what is used as one. Implemented by structs, so that a loop over one is compiled for it alone and calls it as
/// its users do.
/// </summary>
public interface IPeer<TKey, TValue>
{
    bool TryGet(in TKey key, [MaybeNullWhen(false)] out TValue value);

    void Set(in TKey key, in TValue value);

    void Remove(in TKey key);
}

/// <summary>A peer of which each thread has to use a part of its own.</summary>
public interface IThreadBound<TPeer>
{
    TPeer ForThisThread();
}

/// <summary>Gives a thread what it may use.</summary>
public static class PeerExtensions
{
    public static TPeer ForThisThread<TPeer>(this TPeer peer) => peer is IThreadBound<TPeer> bound ? bound.ForThisThread() : peer;
}
