using System.Globalization;
using WriteBack.Fast.Benchmarks.Workload;

namespace WriteBack.Fast.Benchmarks.Memory;

public readonly record struct Name(int Tenant, string Text);

[WriteBackCache<Name, EntryValue>]
public sealed partial class NameCache;

/// <summary>Keys with a string in them.</summary>
public abstract class StringKeys : SharedBenchmarks<Name, EntryValue, NameCache.Traits>
{
    protected override WriteBackCache<Name, EntryValue, NameCache.Traits> Open(WriteBackOptions options) =>
        NameCache.OpenAsync(new NullStore<Name, EntryValue>(), options).AsTask().GetAwaiter().GetResult();

    protected override Name KeyOf(Random random) => new(random.Next(), random.NextInt64().ToString("x16", CultureInfo.InvariantCulture));

    protected override EntryValue ValueOf(in Name key) => new(key.Tenant, 1, 2, 3);
}

public class StringKeysRead : StringKeys
{
    protected override long Run<TPeer>(TPeer peer) => Loops.Read<TPeer, Name, EntryValue>(peer, Keys);
}

public class StringKeysWrite : StringKeys
{
    protected override long Run<TPeer>(TPeer peer) => Loops.Write<TPeer, Name, EntryValue>(peer, Keys, new EntryValue(0, 1, 2, 3));
}
