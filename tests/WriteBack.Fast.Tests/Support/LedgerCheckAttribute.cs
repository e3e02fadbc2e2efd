using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

[assembly: WriteBack.Fast.Tests.LedgerCheck]

namespace WriteBack.Fast.Tests;

/// <summary>Checks, after each test, the ledger of every cache that it has opened with <see cref="Open"/>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LedgerCheckAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentDictionary<string, ConcurrentBag<Func<WriteBackStatistics>>> Opened = [];

    /// <summary>Remembers a cache for the end of the test that runs now.</summary>
    public static void Watch(Func<WriteBackStatistics> statistics) =>
        Opened.GetOrAdd(TestContext.Current.Test!.UniqueID, static _ => []).Add(statistics);

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!Opened.TryRemove(test.UniqueID, out var opened))
            return;
        foreach (var statistics in opened)
            Ledger.AssertBalanced(statistics());
    }
}
