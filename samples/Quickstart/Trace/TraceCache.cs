using WriteBack.Fast;

namespace Quickstart.Trace;

/// <summary>A key of a trace, whatever text it is.</summary>
internal readonly record struct TraceKey(string Key);

/// <summary>What a write of a trace leaves: the number of its line.</summary>
internal readonly record struct TraceEntry(long Line);

/// <summary>The cache that a trace is replayed through.</summary>
[WriteBackCache<TraceKey, TraceEntry>]
internal sealed partial class TraceCache;
