namespace WriteBack.Fast;

/// <summary>A write found no space under <see cref="OverflowPolicy.Throw"/>. It was not accepted.</summary>
/// <param name="message">A description of the limit.</param>
public sealed class WriteBackOverflowException(string message) : InvalidOperationException(message);
