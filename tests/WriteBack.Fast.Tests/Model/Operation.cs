namespace WriteBack.Fast.Tests.Model;

internal enum OperationKind
{
    /// <summary>Gives the register a value, or none.</summary>
    Write,

    /// <summary>Tells the register's value, or none.</summary>
    Read,

    /// <summary>Tells the register's value and gives it another, in one step.</summary>
    Exchange,
}

/// <summary>A call on one key, seen as a register.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Found">What it told; null for none, and for a write.</param>
/// <param name="Given">What it gave; null for a remove, and for a read.</param>
/// <param name="Invoked">When it began, on a clock that all callers share.</param>
/// <param name="Returned">When it had ended.</param>
internal sealed record Operation(OperationKind Kind, long? Found, long? Given, long Invoked, long Returned)
{
    /// <summary>Whether it may take effect on a register in some state.</summary>
    public bool Fits(long? state) => Kind == OperationKind.Write || Found == state;

    public long? After(long? state) => Kind == OperationKind.Read ? state : Given;
}
