using CsCheck;

namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>Whatever happens to the letters, after each reopening they are what a list says.</summary>
public class JournalModelTests
{
    private enum Action
    {
        Add,
        Mark,
        Replay,
        Store,
        Clear,
        Commit,
        Reopen,
    }

    [Fact]
    public void The_queue_and_its_journal_are_a_list() =>
        Gen.Select(Gen.Enum<Action>(), Gen.Long[0, 5]).Array[1, 60].Sample(
            static steps =>
            {
                using var harness = new JournalHarness();
                List<Entry> model = [];
                foreach (var (action, key) in steps)
                {
                    Apply(harness, model, action, key);
                    Assert.Equal(
                        model.Select(static entry => (entry.Key, entry.IsSuperseded)),
                        harness.Queue.ToArray().Select(static letter => (letter.Content.Key, letter.IsSuperseded)));
                }
            },
            iter: 300, threads: 1);

    private static void Apply(JournalHarness harness, List<Entry> model, Action action, long key)
    {
        var newest = model.LastOrDefault(entry => entry.Key == key);
        switch (action)
        {
            case Action.Add:
                harness.Add(key);
                if (newest is { IsReplaying: true })
                    model.Remove(newest);
                foreach (var older in model.Where(entry => entry.Key == key))
                    older.IsSuperseded = true;
                model.Add(new Entry(key));
                break;
            case Action.Mark:
                harness.Supersede(key);
                newest?.IsSuperseded = true;
                break;
            case Action.Replay:
                foreach (var letter in harness.Queue.ToArray())
                    harness.Queue.BeginReplay(letter, isPinned: false);
                model.RemoveAll(static entry => entry.IsSuperseded && !entry.IsReplaying);
                model.ForEach(static entry => entry.IsReplaying = true);
                break;
            case Action.Store:
                harness.Queue.OnStored(key);
                if (newest is { IsReplaying: true })
                    model.Remove(newest);
                break;
            case Action.Clear when key == 0:
                harness.Queue.Clear();
                model.Clear();
                break;
            case Action.Commit:
                harness.Journal.Commit();
                break;
            case Action.Reopen:
                harness.Reopen();
                model.ForEach(static entry => entry.IsReplaying = false);
                break;
        }
    }

    private sealed class Entry(long key)
    {
        public long Key => key;

        public bool IsSuperseded { get; set; }

        public bool IsReplaying { get; set; }
    }
}
