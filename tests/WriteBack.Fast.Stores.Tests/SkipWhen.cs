namespace WriteBack.Fast.Tests;

/// <summary>A test that needs what is not there is skipped, and says why.</summary>
internal static class SkipWhen
{
    /// <param name="why">Null when it is there.</param>
    public static void Missing(string? why)
    {
        if (why is not null)
            Assert.Skip(why);
    }
}
