namespace WriteBack.Fast.Tests.Primitives;

public class BriefLockTests
{
    [Fact]
    public void Only_one_at_a_time_is_inside()
    {
        const int rounds = 100_000;
        var brief = new BriefLock();
        int inside = 0;
        long count = 0;
        Parallel.For(0, 4, _ =>
        {
            for (int round = 0; round < rounds; round++)
            {
                using (brief.Enter())
                {
                    Assert.Equal(1, ++inside);
                    count++;
                    inside--;
                }
            }
        });
        Assert.Equal(4 * rounds, count);
    }
}
