namespace WriteBack.Fast.Tests.Model;

/// <summary>A value that tells which write it is of.</summary>
/// <param name="Number">The write's own number, so that no two writes of a history are alike.</param>
/// <param name="Before">What an update found; 0 for a set.</param>
public readonly record struct Mark(long Number, long Before);

/// <summary>Small, so that many can be opened.</summary>
[WriteBackCache<int, Mark>(Expiration = true)]
public sealed partial class MarkCache;
