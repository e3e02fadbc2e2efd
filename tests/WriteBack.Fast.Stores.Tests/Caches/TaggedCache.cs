namespace WriteBack.Fast.Tests;

/// <param name="Tag">Of no column type; MessagePack's standard options serialise some objects and refuse others.</param>
internal sealed record Tagged(object? Tag);

/// <summary>What MessagePack cannot serialise: it has no formatter.</summary>
internal sealed class Unserializable;

[WriteBackCache<int, Tagged>]
internal sealed partial class TaggedCache;
