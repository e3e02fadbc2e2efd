namespace WriteBack.Fast.Tests.Log;

public class LogPowerLossTests
{
    private const int Writes = 60;
    private const int ImagesPerOperation = 12;

    [Fact]
    public async Task Whatever_a_power_loss_leaves_all_that_was_acknowledged_is_found_and_nothing_else()
    {
        var disk = new MemoryDisk();
        string[] texts = [.. Enumerable.Range(0, Writes).Select(static number => $"write {number} {new string('x', number * 17 % 700)}")];
        List<int> acknowledgedAfter = [];
        using (var script = LogScript.Open(disk))
        {
            for (int number = 0; number < Writes; number++)
            {
                // Every third shares its commit with those before it, so that a commit has several sectors.
                if (number % 3 != 2)
                {
                    script.Append(texts[number]);
                    continue;
                }

                await script.AppendAsync(texts[number]);
                acknowledgedAfter.Add(disk.Operations);
            }
        }

        int images = 0;
        for (int operations = 0; operations <= disk.Operations; operations++)
        {
            int acknowledged = 3 * acknowledgedAfter.Count(after => after <= operations);
            for (int image = 0; image < ImagesPerOperation; image++)
            {
                var left = disk.AfterPowerLoss(operations, new Random(operations * ImagesPerOperation + image));
                var found = LogScript.Read(left);
                Assert.Equal(texts.Take(found.Count), found);
                Assert.True(found.Count >= acknowledged, $"After {operations} operations {acknowledged} were acknowledged, {found.Count} are found.");
                using (var again = LogScript.Open(left))
                    await again.AppendAsync("after");
                Assert.Equal([.. found, "after"], LogScript.Read(left));
                images++;
            }
        }

        Assert.True(images > 1_000);
    }
}
