namespace WriteBack.Fast;

/// <summary>
/// Changes a value in place. The action runs on a copy, outside any lock, and runs again when another write came in between. So it
/// must have no effect other than on <paramref name="value"/>. It must not write the key that it updates. When other writes have
/// overtaken an update several times, they wait while its action runs, for up to a second.
/// </summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <typeparam name="TArg">The argument.</typeparam>
/// <param name="value">The current value; its state on return is written.</param>
/// <param name="arg">The caller's argument. It lets the delegate be static, so that the call allocates nothing.</param>
public delegate void UpdateAction<TValue, in TArg>(ref TValue value, TArg arg);
