namespace WriteBack.Fast;

/// <summary>A write that its caller waited for became a dead letter.</summary>
/// <param name="message">A description of the write.</param>
/// <param name="reason">The reason why the store refused the write, or why it cannot be serialised.</param>
public sealed class DeadLetteredException(string message, Exception reason) : Exception(message, reason);
