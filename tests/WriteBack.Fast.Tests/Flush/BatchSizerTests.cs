namespace WriteBack.Fast.Tests.Flush;

public class BatchSizerTests
{
    private readonly BatchSizer _sizer = new(1_000);

    [Fact]
    public void A_failure_halves_the_call_down_to_one_entry()
    {
        List<int> sizes = [_sizer.Size];
        while (_sizer.Size > 1)
        {
            _sizer.OnFailure(_sizer.Size);
            sizes.Add(_sizer.Size);
        }

        Assert.Equal([1_000, 500, 250, 125, 62, 31, 15, 7, 3, 1], sizes);
        _sizer.OnFailure(1);
        Assert.Equal(1, _sizer.Size);
    }

    [Fact]
    public void The_failure_of_a_larger_call_that_was_under_way_before_halves_nothing()
    {
        _sizer.OnFailure(100);
        _sizer.OnFailure(1_000);
        Assert.Equal(50, _sizer.Size);
    }

    [Fact]
    public void Success_doubles_the_size_up_to_the_most()
    {
        for (int size = 1_000; size > 1; size /= 2)
            _sizer.OnFailure(size);
        for (int call = 0; call < BatchSizer.Patience + 10; call++)
            _sizer.OnSuccess(_sizer.Size);
        Assert.Equal(1_000, _sizer.Size);
    }

    [Fact]
    public void Smaller_calls_than_the_size_allows_do_not_make_it_grow()
    {
        _sizer.OnFailure(1_000);
        for (int call = 0; call < 100; call++)
            _sizer.OnSuccess(250);
        Assert.Equal(500, _sizer.Size);
    }

    [Fact]
    public void A_size_that_failed_is_tried_again_after_some_successes_in_a_row()
    {
        _sizer.OnFailure(1_000);
        for (int call = 1; call < BatchSizer.Patience; call++)
            _sizer.OnSuccess(500);
        Assert.Equal(500, _sizer.Size);
        _sizer.OnSuccess(500);
        Assert.Equal(1_000, _sizer.Size);
    }
}
