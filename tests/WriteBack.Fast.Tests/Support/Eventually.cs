namespace WriteBack.Fast.Tests;

internal static class Eventually
{
    /// <summary>Returns once a condition holds that another thread brings about. A test that waits in vain is a test that hangs.</summary>
    public static async Task Holds(Func<bool> condition)
    {
        while (!condition())
            await Task.Yield();
    }
}
