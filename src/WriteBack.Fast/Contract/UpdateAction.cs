namespace WriteBack.Fast;

/// <summary>
/// Changes a value in place. It runs on a copy, outside any lock, and is run again when another write came between:
/// it must have no effect but on <paramref name="value"/>.
/// </summary>
/// <param name="value">The current value; what it holds on return is written.</param>
/// <param name="arg">What the caller passed, so that the delegate can be static and nothing is allocated.</param>
public delegate void UpdateAction<TValue, in TArg>(ref TValue value, TArg arg);
