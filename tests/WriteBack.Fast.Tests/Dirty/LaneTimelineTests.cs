using CsCheck;

namespace WriteBack.Fast.Tests.Dirty;

public class LaneTimelineTests
{
    private const int Slots = 10_000;

    private readonly DirtyRing[] _rings = [.. Enumerable.Range(0, RingNumber.Lanes).Select(static _ => new DirtyRing(Slots))];
    private readonly LaneTimeline _timeline;
    private int _added;

    public LaneTimelineTests() => _timeline = new LaneTimeline(_rings, lane: 0);

    [Fact]
    public void What_was_noted_when_it_was_new_has_the_age_of_its_note()
    {
        Add(3);
        _timeline.TakeNew(100);
        Add(2);
        _timeline.TakeNew(200);
        Assert.Equal((0, 3, 3, 5), (DueAt(99), DueAt(100), DueAt(199), DueAt(200)));
        Assert.Equal(100, _timeline.OldestSince);
        Take(4);
        Assert.Equal(200, _timeline.OldestSince);
        Take(1);
        Assert.Equal(long.MaxValue, _timeline.OldestSince);
    }

    [Fact]
    public void Between_two_notes_entries_become_due_evenly()
    {
        _timeline.Take(0, step: 100);
        Add(50);
        _timeline.Take(100, step: 100);
        Assert.Equal((0, 1, 25, 50), (DueAt(0), DueAt(1), DueAt(50), DueAt(100)));
    }

    [Fact]
    public void What_came_before_a_late_note_may_be_as_old_as_the_note_before()
    {
        Add(1);
        _timeline.TakeNew(0);
        Add(9);
        _timeline.Take(1_000, step: 10);
        Assert.Equal(10, DueAt(0));
    }

    [Fact]
    public void Within_a_step_no_second_note_is_taken()
    {
        _timeline.TakeNew(0);
        Add(1);
        _timeline.Take(9, step: 10);
        Assert.True(_timeline.HasNews);
        _timeline.Take(10, step: 10);
        Assert.False(_timeline.HasNews);
    }

    [Fact]
    public void The_next_entry_is_due_an_interval_after_its_note_and_then_step_by_step()
    {
        Add(1);
        _timeline.TakeNew(0);
        Add(1);
        _timeline.Take(10, step: 10);
        Assert.Equal(95, _timeline.UntilDue(now: 5, interval: 100, step: 10));
        Take(1);
        Assert.Equal(40, _timeline.UntilDue(now: 60, interval: 100, step: 10));
        Assert.Equal(10, _timeline.UntilDue(now: 105, interval: 100, step: 10));
        Assert.Equal(long.MaxValue, _timeline.UntilDue(now: 110, interval: 100, step: 10));
    }

    [Fact]
    public void While_nothing_is_taken_ages_stay_known_to_an_eighth_however_long_it_lasts()
    {
        for (long now = 0; now < Slots - 1; now++)
        {
            Add(1);
            _timeline.Take(now, step: 1);
        }

        Assert.Equal(0, _timeline.OldestSince);
        for (int taken = 0; taken < Slots - 100; taken += 100)
        {
            long age = Slots - 1 - taken;
            Assert.InRange(Slots - 1 - _timeline.OldestSince, age - 1, age * 9 / 8 + 2);
            Take(100);
        }
    }

    [Fact]
    public void No_entry_is_due_a_step_too_early_or_too_late() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9]).Array[1, 200].Sample(static ticks =>
        {
            const int step = 10;
            const int interval = 300;
            var test = new LaneTimelineTests();
            test._timeline.TakeNew(0);
            var accepted = new List<long>();
            long now = 0;
            long due = 0;
            foreach (var (count, moment) in ticks)
            {
                // All that comes in a step comes at one moment of it.
                test.Add(count);
                accepted.AddRange(Enumerable.Repeat(now + moment, count));
                now += step;
                test._timeline.Take(now, step);
                due = Math.Max(due, test.DueAt(now - interval));
                Assert.All(accepted.Take((int)due), at => Assert.True(at <= now - interval + step));
                Assert.All(accepted.Skip((int)due), at => Assert.True(at > now - interval - step));
                test.Take((int)due - (int)test._rings[0].Head);
            }
        });

    private void Add(int count)
    {
        for (int entry = 0; entry < count; entry++)
            _rings[0].Add(_added++ % Slots);
    }

    private void Take(int count)
    {
        for (int entry = 0; entry < count; entry++)
            Assert.True(_rings[0].TryTake(out _));
    }

    private long DueAt(long moment)
    {
        var watermark = new Watermark(_rings.Length);
        _timeline.MoveTo(watermark, moment);
        return watermark[0];
    }
}
