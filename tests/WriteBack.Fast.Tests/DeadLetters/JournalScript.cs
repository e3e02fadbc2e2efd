namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>What happens to a few letters, commit by commit, so that segments are made, marked and deleted.</summary>
internal static class JournalScript
{
    private static readonly string Large = new('x', 3 << 20);

    private static readonly Action<JournalHarness>[] Steps =
    [
        static harness => harness.Add(1),
        static harness => harness.Supersede(1),
        static harness => AddAll(harness, (2, "user"), (3, Large)),
        static harness => AddAll(harness, (4, Large), (5, Large)),
        static harness => harness.Supersede(4),
        static harness => RemoveAll(harness, 1, 2, 3),
        static harness => harness.Remove(5),
        static harness => harness.Add(6),
    ];

    public static int Commits => Steps.Length;

    /// <summary>Does all of it.</summary>
    /// <param name="harness">To which queue.</param>
    /// <param name="commit">Commits, after each step.</param>
    public static void Run(JournalHarness harness, Action commit)
    {
        foreach (var step in Steps)
        {
            step(harness);
            commit();
        }
    }

    private static void AddAll(JournalHarness harness, params (long Key, string User)[] letters)
    {
        foreach (var (key, user) in letters)
            harness.Add(key, user);
    }

    private static void RemoveAll(JournalHarness harness, params long[] keys)
    {
        foreach (long key in keys)
            harness.Remove(key);
    }
}
