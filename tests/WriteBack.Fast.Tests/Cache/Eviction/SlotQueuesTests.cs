using CsCheck;

namespace WriteBack.Fast.Tests.Cache.Eviction;

public class SlotQueuesTests
{
    private const int Slots = 12;

    private static readonly SlotQueue[] All = [SlotQueue.Window, SlotQueue.Main, SlotQueue.Pinned];

    /// <summary>Against lists, over random operations.</summary>
    [Fact]
    public void They_are_queues() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, Slots - 1], Gen.Int[0, 2]).Array[1, 60].Sample(static steps =>
    {
        var queues = new SlotQueues(Slots);
        Dictionary<SlotQueue, List<int>> model = All.ToDictionary(static queue => queue, static _ => new List<int>());
        foreach (var (queueNumber, slot, operation) in steps)
        {
            var queue = All[queueNumber];
            var list = model[queue];
            if (operation == 0 && queues.QueueOf(slot) == SlotQueue.None)
            {
                queues.Add(queue, slot);
                list.Add(slot);
            }
            else if (operation == 1 && list.Count > 0)
            {
                Assert.Equal(list[0], queues.Take(queue));
                list.RemoveAt(0);
            }
            else if (operation == 2 && list.IndexOf(slot) is >= 0 and int place)
            {
                queues.Remove(queue, slot, place == 0 ? -1 : list[place - 1]);
                list.RemoveAt(place);
            }

            AssertSame(model, queues);
        }
    });

    private static void AssertSame(Dictionary<SlotQueue, List<int>> model, SlotQueues queues)
    {
        foreach (var (queue, list) in model)
        {
            Assert.Equal(list.Count, queues.LengthOf(queue));
            List<int> found = [];
            for (int slot = queues.HeadOf(queue); slot >= 0; slot = queues.After(slot))
                found.Add(slot);
            Assert.Equal(list, found);
            Assert.All(list, slot => Assert.Equal(queue, queues.QueueOf(slot)));
        }

        int waiting = model.Values.Sum(static list => list.Count);
        Assert.Equal(Slots - waiting, Enumerable.Range(0, Slots).Count(slot => queues.QueueOf(slot) == SlotQueue.None));
    }
}
