namespace WriteBack.Fast;

/// <summary>A write awaited as <see cref="WriteDurability.Stored"/> ended as a dead letter.</summary>
/// <param name="message">Which write it was.</param>
/// <param name="reason">Why the store could not take it.</param>
public sealed class DeadLetteredException(string message, Exception reason) : Exception(message, reason);
