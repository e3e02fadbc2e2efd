using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Compares keys as the slot table does.</summary>
internal sealed class TraitsComparer<TKey, TTraits> : IEqualityComparer<TKey>
    where TKey : struct
    where TTraits : struct, ICacheTraits<TKey>
{
    public static readonly TraitsComparer<TKey, TTraits> Instance = new();

    public bool Equals(TKey x, TKey y) => TTraits.KeysEqual(in x, in y);

    public int GetHashCode(TKey obj) => TTraits.Hash(in obj).GetHashCode();
}
