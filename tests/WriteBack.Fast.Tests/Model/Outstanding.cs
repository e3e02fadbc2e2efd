namespace WriteBack.Fast.Tests.Model;

/// <summary>A call that waits for the store.</summary>
/// <param name="Call">The call.</param>
/// <param name="Gate">What holds the store back.</param>
/// <param name="Check">Throws unless the call may have completed by now as it has.</param>
internal sealed record Outstanding(Task Call, Turnstile Gate, Func<Task> Check);
