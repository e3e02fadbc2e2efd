using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Cache;

public class CapacityExtremesTests
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(2_000_000_000)]
    public async Task A_capacity_that_no_memory_can_hold_is_a_fault_of_the_options(int capacity)
    {
        await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await Open.OnAsync(
                QuadCache.OpenAsync, new InMemoryStore<long, Quad>(), new WriteBackOptions { Capacity = capacity }));
    }

    [Fact]
    public void Claims_that_come_together_share_what_the_others_can_spare()
    {
        var limit = new DirtyQuotaPool(100);
        DirtyRing[][] rings = [Rings(), Rings()];
        DirtyQuota[] quotas = [new(rings[0], 50), new(rings[1], 50)];
        limit.ShareAmong(quotas);
        for (int claim = 0; claim < 50; claim++)
            rings[0][0].Add(claim);
        for (int claim = 0; claim < 46; claim++)
            rings[1][0].Add(claim);

        // Four writers make their claims before the first is judged: together they are just at the limit.
        for (int claim = 50; claim < 54; claim++)
            rings[0][0].Add(claim);
        for (int claim = 0; claim < 4; claim++)
            Assert.True(quotas[0].IsWithin || limit.TryCover(quotas[0]));
    }

    private static DirtyRing[] Rings() => [new(128), new(128), new(128)];
}
