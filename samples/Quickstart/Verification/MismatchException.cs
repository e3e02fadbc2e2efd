namespace Quickstart.Verification;

/// <summary>A figure does not hold; the message says which in a sentence.</summary>
internal sealed class MismatchException(string message) : Exception(message);
