using System.Runtime.InteropServices;
using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>Builds a batch, as a cache would, for the tests of a store. Not thread-safe.</summary>
/// <param name="schema">Describes the entries.</param>
/// <param name="serializer">Serialises <see cref="WriteBatch{TKey,TValue}.MessagePack"/>; standard by default.</param>
public sealed class TestBatch<TKey, TValue>(EntrySchema<TKey, TValue> schema, MessagePackSerializerOptions? serializer = null)
    where TKey : struct
    where TValue : notnull
{
    private readonly List<WriteEntry<TKey, TValue>> _entries = [];
    private readonly HashSet<TKey> _keys = [];

    /// <summary>Adds a write of a row.</summary>
    /// <exception cref="ArgumentException">The batch has the key already.</exception>
    public TestBatch<TKey, TValue> Upsert(TKey key, TValue value) => Add(key, value, WriteKind.Upsert);

    /// <summary>Adds the delete of a row.</summary>
    /// <exception cref="ArgumentException">The batch has the key already.</exception>
    public TestBatch<TKey, TValue> Delete(TKey key) => Add(key, default!, WriteKind.Delete);

    /// <summary>Makes the batch of what was added so far. The entries' versions count from 1.</summary>
    /// <param name="id">The batch's id.</param>
    public WriteBatch<TKey, TValue> Build(long id = 1) => WriteBatchAccess.Batch(
        schema, serializer ?? MessagePackColumn.DefaultOptions, id, CollectionsMarshal.AsSpan(_entries));

    private TestBatch<TKey, TValue> Add(TKey key, TValue value, WriteKind kind)
    {
        if (!_keys.Add(key))
            throw new ArgumentException($"A batch never holds a key twice: {key}.", nameof(key));
        _entries.Add(WriteBatchAccess.Entry(
            key, value, kind, version: _entries.Count + 1, FlushPriority.Normal, attempt: 1));
        return this;
    }
}
