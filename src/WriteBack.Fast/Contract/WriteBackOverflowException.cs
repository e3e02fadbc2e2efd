namespace WriteBack.Fast;

/// <summary>A write met the hard limit of dirty entries under <see cref="OverflowPolicy.Throw"/>. It was not accepted.</summary>
/// <param name="message">What was full.</param>
public sealed class WriteBackOverflowException(string message) : InvalidOperationException(message);
