namespace Quickstart;

/// <summary>What the user gave cannot be used; the message says why in a sentence.</summary>
internal class InputException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The command line cannot be understood.</summary>
internal sealed class UsageException(string message) : InputException(message);
