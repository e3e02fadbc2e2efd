namespace WriteBack.Fast.Tests;

/// <param name="Tag">Of no column type; MessagePack's standard options serialise some objects and refuse others.</param>
#pragma warning disable WBF016 // That some are refused is what is tested.
internal sealed record Tagged(object? Tag);
#pragma warning restore WBF016

/// <summary>What MessagePack cannot serialise: it has no formatter.</summary>
internal sealed class Unserializable;

[WriteBackCache<int, Tagged>]
internal sealed partial class TaggedCache;
