namespace WriteBack.Fast.Tests.Dirty;

public class CapacityQuotaTests
{
    [Fact]
    public void There_is_room_for_the_capacity_and_again_for_what_was_returned()
    {
        var room = new CapacityQuota(2);
        Assert.True(room.TryTake());
        Assert.True(room.TryTake());
        Assert.False(room.TryTake());
        room.Return();
        Assert.True(room.TryTake());
        Assert.False(room.TryTake());
    }

    [Fact]
    public async Task Many_threads_take_exactly_what_there_is()
    {
        var room = new CapacityQuota(1_000);
        int[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            int count = 0;
            for (int attempt = 0; attempt < 1_000; attempt++)
                count += room.TryTake() ? 1 : 0;
            return count;
        })));
        Assert.Equal(1_000, taken.Sum());
    }
}
