using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests;

/// <summary>Lets a test act at the worst moment: between a look-up's read of a slot's sequence and all that follows.</summary>
internal readonly struct HookedTraits : ICacheTraits<int>
{
    [ThreadStatic]
    private static Action? _onFound;

    public static bool CountsReads => false;

    /// <summary>Runs an action once, in the next comparison on this thread that finds two keys equal.</summary>
    public static void OnFound(Action action) => _onFound = action;

    public static ulong Hash(in int key) => 0x2545F4914F6CDD1D;

    public static bool KeysEqual(in int left, in int right)
    {
        bool areEqual = left == right;
        if (areEqual && _onFound is { } action)
        {
            _onFound = null;
            action();
        }

        return areEqual;
    }
}
