namespace WriteBack.Fast.Tests.Dirty;

public class DirtyRingTests
{
    [Fact]
    public void Slots_come_out_in_the_order_in_which_they_went_in_lap_after_lap()
    {
        var ring = new DirtyRing(5);
        for (int lap = 0; lap < 10; lap++)
        {
            for (int slot = 0; slot < 5; slot++)
                Assert.Equal(lap * 5 + slot + 1, ring.Add(slot));
            for (int slot = 0; slot < 5; slot++)
            {
                Assert.True(ring.TryTake(out int taken));
                Assert.Equal(slot, taken);
            }

            Assert.False(ring.TryTake(out _));
            Assert.Equal(ring.Tail, ring.Head);
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_between_many_producers_and_the_consumer()
    {
        const int producers = 4;
        const int slotsEach = 16;
        const int rounds = 20_000;
        var ring = new DirtyRing(producers * slotsEach);
        bool[] queued = new bool[producers * slotsEach];
        int[] counts = new int[producers * slotsEach];

        var producing = Enumerable.Range(0, producers).Select(producer => Task.Run(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                int slot = producer * slotsEach + round % slotsEach;
                SpinWait.SpinUntil(() => !Volatile.Read(ref queued[slot]));
                Volatile.Write(ref queued[slot], true);
                ring.Add(slot);
            }
        })).ToArray();
        await Task.Run(() =>
        {
            for (int count = 0; count < producers * rounds;)
            {
                if (!ring.TryTake(out int slot))
                    continue;
                count++;
                counts[slot]++;
                Volatile.Write(ref queued[slot], false);
            }
        });
        await Task.WhenAll(producing);

        Assert.All(counts, static count => Assert.Equal(rounds / slotsEach, count));
        Assert.False(ring.TryTake(out _));
    }
}
